"""Sorts pseudo-random integers by a merge sort that makes new lists."""


def numbers(count):
    result = []
    state = 42
    for _ in range(count):
        state = state * 16807 % 2147483647
        result.append(state)
    return result


def merge(left, right):
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged


def sorted_range(values, start, end):
    """The elements from the one index up to the other, excluded, in order."""
    if end - start <= 1:
        return [values[start]]
    middle = (start + end) // 2
    return merge(sorted_range(values, start, middle),
                 sorted_range(values, middle, end))


def main():
    size = 1000000
    result = sorted_range(numbers(size), 0, size)
    print(result[0])
    print(result[-1])
    digest = 0
    for number in result:
        digest = (digest * 31 + number) % 2147483648
    print(digest)


main()

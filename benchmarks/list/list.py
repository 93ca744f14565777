"""Builds a list of 10^6 numbers, and maps, filters and folds it."""


def main():
    numbers = []
    for n in range(1000000):
        numbers.append(n)
    mapped = [3 * n + 1 for n in numbers]
    even = [n for n in mapped if n % 2 == 0]
    print(sum(even))


main()

"""Finds the start below 300,000 with the longest Collatz chain."""


def chain_length(n):
    length = 1
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        length += 1
    return length


def main():
    best, best_length = 0, 0
    for start in range(1, 300000):
        length = chain_length(start)
        if length > best_length:
            best, best_length = start, length
    print(best)
    print(best_length)


main()

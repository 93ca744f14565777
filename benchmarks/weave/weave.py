"""Adds the 10^6 values of a generator."""


def count():
    for n in range(1000000 - 1, -1, -1):
        yield n


def main():
    total = 0
    for n in count():
        total += n
    print(total)


main()

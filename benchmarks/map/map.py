"""Puts 10^6 integers into a dictionary and looks all up."""


def main():
    size = 1000000
    numbers = {}
    for n in range(size):
        numbers[n] = 3 * n
    print(len(numbers))

    total = 0
    for n in range(size):
        total += numbers[n]
    print(total)


main()

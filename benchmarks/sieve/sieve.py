"""The sieve of Eratosthenes on a list of bools."""


def sieve(limit):
    flags = [True] * limit
    flags[0] = flags[1] = False
    number = 2
    while number * number < limit:
        if flags[number]:
            for multiple in range(number * number, limit, number):
                flags[multiple] = False
        number += 1
    return flags


def main():
    limit = 1000000
    flags = sieve(limit)
    count = 0
    largest = 0
    for number, prime in enumerate(flags):
        if prime:
            count += 1
            largest = number
    print("primes:", count)
    print("largest:", largest)


main()

"""Counts the primes below 200,000, dividing each number up to its root."""


def is_prime(n):
    if n < 2:
        return False
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 1
    return True


def main():
    count = 0
    for n in range(200000):
        if is_prime(n):
            count += 1
    print(count)


main()

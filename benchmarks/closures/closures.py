"""Calls closures 10^7 times, every tenth time a new one, and prints what they
have added."""


def adder(amount):
    return lambda number: number + amount


def main():
    total = 0
    add = adder(0)
    for n in range(10000000):
        if n % 10 == 0:
            add = adder(n)
        total = add(total)
    print(total)


main()

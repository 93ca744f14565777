"""Computes the Fibonacci number 32 by two calls a number."""


def fib(n):
    if n > 1:
        return fib(n - 1) + fib(n - 2)
    return n


print(fib(32))

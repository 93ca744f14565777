// Computes the Fibonacci number 32 by two calls a number.

#include <cstdint>
#include <iostream>

std::int64_t Fib(std::int64_t n) { return n > 1 ? Fib(n - 1) + Fib(n - 2) : n; }

int main() { std::cout << Fib(32) << "\n"; }

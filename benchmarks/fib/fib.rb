# Computes the Fibonacci number 32 by two calls a number.

def fib(n)
  n > 1 ? fib(n - 1) + fib(n - 2) : n
end

puts fib(32)

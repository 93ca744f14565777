-- Computes the Fibonacci number 32 by two calls a number.

local function fib(n)
  if n > 1 then
    return fib(n - 1) + fib(n - 2)
  end
  return n
end

print(fib(32))

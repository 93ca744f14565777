# Counts the primes below 200,000, dividing each number up to its root.

def prime?(n)
  return false if n < 2

  divisor = 2
  while divisor * divisor <= n
    return false if n % divisor == 0

    divisor += 1
  end
  true
end

puts (0...200_000).count { |n| prime?(n) }

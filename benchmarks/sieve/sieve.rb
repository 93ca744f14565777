# The sieve of Eratosthenes on an array of booleans.

def sieve(limit)
  flags = Array.new(limit, true)
  flags[0] = flags[1] = false
  number = 2
  while number * number < limit
    if flags[number]
      (number * number).step(limit - 1, number) do |multiple|
        flags[multiple] = false
      end
    end
    number += 1
  end
  flags
end

flags = sieve(1_000_000)
count = largest = 0
flags.each_with_index do |prime, number|
  next unless prime

  count += 1
  largest = number
end
puts "primes: #{count}"
puts "largest: #{largest}"

# Puts 10^6 integers into a hash and looks all up.

SIZE = 1_000_000

numbers = {}
SIZE.times { |n| numbers[n] = 3 * n }
puts numbers.size

total = 0
SIZE.times { |n| total += numbers[n] }
puts total

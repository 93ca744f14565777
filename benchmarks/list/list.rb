# Builds an array of 10^6 numbers, and maps, filters and folds it.

numbers = []
1_000_000.times { |n| numbers << n }
mapped = numbers.map { |n| 3 * n + 1 }
even = mapped.select { |n| n % 2 == 0 }
puts even.reduce(0) { |total, n| total + n }

# Finds the start below 300,000 with the longest Collatz chain.

def chain_length(n)
  length = 1
  while n != 1
    n = n.even? ? n / 2 : 3 * n + 1
    length += 1
  end
  length
end

best = best_length = 0
(1...300_000).each do |start|
  length = chain_length(start)
  best, best_length = start, length if length > best_length
end
puts best
puts best_length

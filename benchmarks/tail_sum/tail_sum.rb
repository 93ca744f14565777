# Adds the numbers from 10^8 down to 1; a loop, as tail calls would nest.

def sum_down(n)
  total = 0
  while n != 0
    total += n
    n -= 1
  end
  total
end

puts sum_down(100_000_000)

# Calls closures 10^7 times, every tenth time a new one, and prints what they
# have added.

def adder(amount)
  ->(number) { number + amount }
end

total = 0
add = adder(0)
10_000_000.times do |n|
  add = adder(n) if n % 10 == 0
  total = add.call(total)
end
puts total

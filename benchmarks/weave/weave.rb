# Adds the 10^6 values of a fiber.

numbers = Fiber.new do
  999_999.downto(0) { |n| Fiber.yield n }
  nil
end

sum = 0
while (n = numbers.resume)
  sum += n
end
puts sum

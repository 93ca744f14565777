-- The sieve of Eratosthenes on a table of booleans.

local function sieve(limit)
  local flags = {[0] = false, false}
  for number = 2, limit - 1 do
    flags[number] = true
  end
  local number = 2
  while number * number < limit do
    if flags[number] then
      for multiple = number * number, limit - 1, number do
        flags[multiple] = false
      end
    end
    number = number + 1
  end
  return flags
end

local limit = 1000000
local flags = sieve(limit)
local count, largest = 0, 0
for number = 0, limit - 1 do
  if flags[number] then
    count = count + 1
    largest = number
  end
end
print("primes: " .. count)
print("largest: " .. largest)

-- Counts the primes below 200,000, dividing each number up to its root.

local function is_prime(n)
  if n < 2 then
    return false
  end
  local divisor = 2
  while divisor * divisor <= n do
    if n % divisor == 0 then
      return false
    end
    divisor = divisor + 1
  end
  return true
end

local count = 0
for n = 0, 199999 do
  if is_prime(n) then
    count = count + 1
  end
end
print(count)

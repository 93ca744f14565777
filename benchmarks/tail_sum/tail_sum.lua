-- Adds the numbers from 10^8 down to 1 with a tail call for each.

local function sum(total, n)
  if n == 0 then
    return total
  end
  return sum(total + n, n - 1)
end

print(string.format("%d", sum(0, 100000000)))

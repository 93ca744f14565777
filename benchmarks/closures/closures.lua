-- Calls closures 10^7 times, every tenth time a new one, and prints what they
-- have added.

local function adder(amount)
  return function(number)
    return number + amount
  end
end

local total = 0
local add = adder(0)
for n = 0, 9999999 do
  if n % 10 == 0 then
    add = adder(n)
  end
  total = add(total)
end
print(string.format("%d", total))

-- Adds the 10^6 values of a coroutine.
local function count()
  for n = 1000000 - 1, 0, -1 do coroutine.yield(n) end
end

local sum = 0
for n in coroutine.wrap(count) do sum = sum + n end
print(string.format("%d", sum))

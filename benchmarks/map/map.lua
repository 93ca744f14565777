-- Puts 10^6 integers into a table and looks all up.

local size = 1000000
local map = {}
for n = 0, size - 1 do
  map[n] = 3 * n
end

local count = 0
for _ in pairs(map) do
  count = count + 1
end
print(count)

local total = 0
for n = 0, size - 1 do
  total = total + map[n]
end
print(string.format("%d", total))

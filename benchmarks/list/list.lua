-- Builds an array of 10^6 numbers, and maps, filters and folds it.

local function map(list, apply)
  local result = {}
  for i = 1, #list do
    result[i] = apply(list[i])
  end
  return result
end

local function filter(list, accept)
  local result = {}
  for i = 1, #list do
    if accept(list[i]) then
      result[#result + 1] = list[i]
    end
  end
  return result
end

local function fold(list, start, combine)
  local result = start
  for i = 1, #list do
    result = combine(result, list[i])
  end
  return result
end

local numbers = {}
for n = 0, 999999 do
  numbers[#numbers + 1] = n
end
local mapped = map(numbers, function(n) return 3 * n + 1 end)
local even = filter(mapped, function(n) return n % 2 == 0 end)
print(string.format("%d", fold(even, 0, function(a, b) return a + b end)))

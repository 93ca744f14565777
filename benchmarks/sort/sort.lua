-- Sorts pseudo-random integers by a merge sort that makes new tables.

local function numbers(count)
  local list, state = {}, 42
  for index = 1, count do
    state = state * 16807 % 2147483647
    list[index] = state
  end
  return list
end

local function merge(left, right)
  local merged, i, j = {}, 1, 1
  while i <= #left and j <= #right do
    if left[i] <= right[j] then
      merged[#merged + 1] = left[i]
      i = i + 1
    else
      merged[#merged + 1] = right[j]
      j = j + 1
    end
  end
  for index = i, #left do
    merged[#merged + 1] = left[index]
  end
  for index = j, #right do
    merged[#merged + 1] = right[index]
  end
  return merged
end

-- The elements from the one index up to the other, excluded, in order.
local function sorted_range(list, from, to)
  if to - from <= 1 then
    return {list[from]}
  end
  local middle = math.floor((from + to) / 2)
  return merge(sorted_range(list, from, middle), sorted_range(list, middle, to))
end

local size = 1000000
local sorted = sorted_range(numbers(size), 1, size + 1)
print(sorted[1])
print(sorted[#sorted])
local hash = 0
for _, number in ipairs(sorted) do
  hash = (hash * 31 + number) % 2147483648
end
print(hash)

-- Finds the start below 300,000 with the longest Collatz chain.

-- Lua 5.4 halves an integer with //, which LuaJIT cannot read.
local chain_length = (loadstring or load)(([[
  local n = ...
  local length = 1
  while n ~= 1 do
    if n % 2 == 0 then
      n = HALF
    else
      n = 3 * n + 1
    end
    length = length + 1
  end
  return length
]]):gsub("HALF", math.type and "n // 2" or "n / 2"))

local best, best_length = 0, 0
for start = 1, 299999 do
  local length = chain_length(start)
  if length > best_length then
    best, best_length = start, length
  end
end
print(best)
print(best_length)

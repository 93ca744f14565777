-- Builds 2*10^5 strings, joins them to one, splits it again and adds the
-- lengths of the parts.

local function split(text, separator)
  local parts = {}
  local start = 1
  while true do
    local first, last = text:find(separator, start, true)
    if not first then
      parts[#parts + 1] = text:sub(start)
      return parts
    end
    parts[#parts + 1] = text:sub(start, first - 1)
    start = last + 1
  end
end

local items = {}
for n = 0, 199999 do
  items[#items + 1] = "item-" .. n
end
local joined = table.concat(items, ",")
print(#joined)

local parts = split(joined, ",")
print(#parts)

local total = 0
for _, part in ipairs(parts) do
  total = total + #part
end
print(total)

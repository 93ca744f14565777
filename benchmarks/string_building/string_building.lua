-- Builds a string of 10 MB by appending short pieces, then looks at all of its
-- characters. (Joining, counting and finding are done by C code.)

local function build(size)
  local pieces, length, number = {}, 0, 0
  while length < size do
    local piece = number .. ","
    pieces[#pieces + 1] = piece
    length = length + #piece
    number = number + 7
  end
  return table.concat(pieces)
end

local text = build(10000000)
print("length: " .. #text)
print("pieces: " .. select(2, text:gsub(",", ",")))
print("first 777777: " .. text:find(",777777,", 1, true) - 1)
local hash = 0
for index = 1, #text do
  hash = (hash * 31 + text:byte(index)) % 2147483648
end
print("hash: " .. hash)

-- Parses a JSON document, counts what is in it, and writes it again. (The
-- parser is written here; like Seq's std:json it knows no escapes when it reads.)

local null = setmetatable({}, {})
local array_mark = {}

-- --- Parsing -----------------------------------------------------------------

local parse_value

local function skip_space(text, position)
  return text:match("^[ \t\r\n]*()", position)
end

local function parse_string(text, position)
  local last = text:find('"', position + 1, true) or error("unclosed string")
  return text:sub(position + 1, last - 1), last + 1
end

local function parse_array(text, position)
  local array = setmetatable({}, array_mark)
  position = skip_space(text, position + 1)
  if text:byte(position) == 93 then -- ]
    return array, position + 1
  end
  while true do
    array[#array + 1], position = parse_value(text, position)
    position = skip_space(text, position)
    local mark = text:byte(position)
    if mark == 93 then
      return array, position + 1
    end
    assert(mark == 44, "no comma in an array")
    position = position + 1
  end
end

local function parse_object(text, position)
  local object = {}
  position = skip_space(text, position + 1)
  if text:byte(position) == 125 then -- }
    return object, position + 1
  end
  while true do
    local key
    key, position = parse_string(text, skip_space(text, position))
    position = skip_space(text, position)
    assert(text:byte(position) == 58, "no colon in an object")
    object[key], position = parse_value(text, position + 1)
    position = skip_space(text, position)
    local mark = text:byte(position)
    if mark == 125 then
      return object, position + 1
    end
    assert(mark == 44, "no comma in an object")
    position = skip_space(text, position + 1)
  end
end

local words = {["true"] = true, ["false"] = false, ["null"] = null}

function parse_value(text, position)
  position = skip_space(text, position)
  local mark = text:byte(position)
  if mark == 34 then -- "
    return parse_string(text, position)
  elseif mark == 123 then -- {
    return parse_object(text, position)
  elseif mark == 91 then -- [
    return parse_array(text, position)
  end
  local number, behind = text:match("^(-?[%d.]+[eE]?[+-]?%d*)()", position)
  if number then
    return tonumber(number), behind
  end
  local word = text:match("^%l+", position)
  assert(words[word] ~= nil, "malformed JSON")
  return words[word], position + #word
end

-- --- Writing -----------------------------------------------------------------

local escapes = {
  ['"'] = '\\"',
  ["\\"] = "\\\\",
  ["\n"] = "\\n",
  ["\r"] = "\\r",
  ["\t"] = "\\t",
}

local function escape(character)
  return escapes[character] or string.format("\\u%04x", character:byte())
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', escape) .. '"'
end

local function serialize(value)
  local kind = type(value)
  if kind == "string" then
    return quoted(value)
  elseif value == null then
    return "null"
  elseif kind ~= "table" then
    return tostring(value)
  end
  local parts = {}
  if getmetatable(value) == array_mark then
    for index, element in ipairs(value) do
      parts[index] = serialize(element)
    end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, element in pairs(value) do
    parts[#parts + 1] = quoted(key) .. ":" .. serialize(element)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- --- Counting ----------------------------------------------------------------

local function kind_of(value)
  if value == null then
    return "nulls"
  elseif getmetatable(value) == array_mark then
    return "arrays"
  end
  return type(value) == "table" and "objects" or type(value) .. "s"
end

local function count_kinds(counts, value)
  local kind = kind_of(value)
  counts[kind] = (counts[kind] or 0) + 1
  if kind == "arrays" then
    for _, element in ipairs(value) do
      count_kinds(counts, element)
    end
  elseif kind == "objects" then
    for key, element in pairs(value) do
      count_kinds(counts, key)
      count_kinds(counts, element)
    end
  end
  return counts
end

-- The sum of all numbers in a value, in thousandths.
local function sum_of(value)
  if type(value) == "number" then
    return math.floor(value * 1000 + 0.5)
  end
  local sum = 0
  if type(value) == "table" then
    for _, element in pairs(value) do
      sum = sum + sum_of(element)
    end
  end
  return sum
end

local file = assert(io.open(arg[1], "rb"))
local text = file:read("*a")
file:close()
local document = parse_value(text, 1)
local counts = count_kinds({}, document)
local kinds = {"objects", "arrays", "strings", "numbers", "booleans", "nulls"}
for _, kind in ipairs(kinds) do
  print(kind .. ": " .. counts[kind])
end
print("sum: " .. sum_of(document))
print("length: " .. #serialize(document))

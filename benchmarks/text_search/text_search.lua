-- Splits a text into lines and words, and looks for substrings in all of them.
-- (Finding and matching are done by C code.)

local needles = {
  "a", "en", "ter", "win", " un", "corden", "verver", "lo ma", "xylophone",
  "zebra",
}
local beginnings = {"a", "sto", "un", "lo"}

local function split_lines(text)
  local lines = {}
  for line in text:gmatch("([^\n]*)\n") do
    lines[#lines + 1] = line
  end
  return lines
end

-- The lines as lists of words.
local function split_words(lines)
  local words = {}
  for index, line in ipairs(lines) do
    local of_line = {}
    for word in line:gmatch("[^ ]+") do
      of_line[#of_line + 1] = word
    end
    words[index] = of_line
  end
  return words
end

local function show_words(words)
  local count, longest = 0, ""
  for _, of_line in ipairs(words) do
    count = count + #of_line
    for _, word in ipairs(of_line) do
      if #word > #longest then
        longest = word
      end
    end
  end
  print("words: " .. count)
  print("longest: " .. longest)
  for _, beginning in ipairs(beginnings) do
    local found = 0
    for _, of_line in ipairs(words) do
      for _, word in ipairs(of_line) do
        if word:sub(1, #beginning) == beginning then
          found = found + 1
        end
      end
    end
    print(beginning .. ": " .. found)
  end
end

local function count_occurrences(text, needle)
  local count = 0
  local _, last = text:find(needle, 1, true)
  while last do
    count = count + 1
    _, last = text:find(needle, last + 1, true)
  end
  return count
end

local function search(text, lines, needle)
  local count, columns = 0, 0
  for _, line in ipairs(lines) do
    if line:find(needle, 1, true) then
      count = count + 1
    end
  end
  for _, line in ipairs(lines) do
    local column = line:find(needle, 1, true)
    if column then
      columns = columns + column - 1
    end
  end
  local first = (text:find(needle, 1, true) or 0) - 1
  local occurrences = count_occurrences(text, needle)
  print(string.format("%s: lines %d, columns %d, occurrences %d, first %d",
                      needle, count, columns, occurrences, first))
end

local file = assert(io.open(arg[1], "rb"))
local text = file:read("*a")
file:close()
local lines = split_lines(text)
print("lines: " .. #lines)
show_words(split_words(lines))
for _, needle in ipairs(needles) do
  search(text, lines, needle)
end

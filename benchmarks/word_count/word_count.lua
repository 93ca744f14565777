-- Counts the words of a file, line by line, and shows the ten most frequent.

local counts = {}
for line in io.lines(arg[1]) do
  for word in line:gmatch("%S+") do
    counts[word] = (counts[word] or 0) + 1
  end
end

local words = {}
for word in pairs(counts) do
  words[#words + 1] = word
end
table.sort(words, function(one, other)
  if counts[one] ~= counts[other] then
    return counts[one] > counts[other]
  end
  return one < other
end)

print(#words .. " distinct words")
for index = 1, 10 do
  print(words[index] .. ": " .. counts[words[index]])
end

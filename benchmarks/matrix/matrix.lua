-- The product of two square matrices of floats, held as tables of rows.

local function matrix(size, factor)
  local rows = {}
  for row = 0, size - 1 do
    local elements = {}
    for column = 0, size - 1 do
      elements[column + 1] = ((row + factor) * column + 1) % 10 * 0.5
    end
    rows[row + 1] = elements
  end
  return rows
end

local function transposed(rows)
  local columns = {}
  for index = 1, #rows do
    local column = {}
    for row = 1, #rows do
      column[row] = rows[row][index]
    end
    columns[index] = column
  end
  return columns
end

local function scalar_product(row, column)
  local sum = 0.0
  for index = 1, #row do
    sum = sum + row[index] * column[index]
  end
  return sum
end

local function product(left, right)
  local columns = transposed(right)
  local rows = {}
  for index, row in ipairs(left) do
    local elements = {}
    for place, column in ipairs(columns) do
      elements[place] = scalar_product(row, column)
    end
    rows[index] = elements
  end
  return rows
end

local size = 160
local rows = product(matrix(size, 3), matrix(size, 7))
local sum = 0.0
for _, row in ipairs(rows) do
  local row_sum = 0.0
  for _, element in ipairs(row) do
    row_sum = row_sum + element
  end
  sum = sum + row_sum
end
print(string.format("%d", sum))
print(string.format("%d", rows[1][size]))
print(string.format("%d", rows[size][1]))

-- Counts the ways to put N queens on a board so that none attacks another.

local function is_safe(board, column)
  for row = 1, #board do
    local gap = math.abs(board[row] - column)
    if gap == 0 or gap == #board + 1 - row then
      return false
    end
  end
  return true
end

local function solutions(size, board)
  if #board == size then
    return 1
  end
  local count = 0
  for column = 0, size - 1 do
    if is_safe(board, column) then
      board[#board + 1] = column
      count = count + solutions(size, board)
      board[#board] = nil
    end
  end
  return count
end

local size = 11
print(size .. " queens: " .. solutions(size, {}))

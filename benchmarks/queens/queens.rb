# Counts the ways to put N queens on a board so that none attacks another.

def safe?(board, column)
  board.each_with_index do |queen, row|
    gap = (queen - column).abs
    return false if gap == 0 || gap == board.size - row
  end
  true
end

def solutions(size, board)
  return 1 if board.size == size

  count = 0
  size.times do |column|
    next unless safe?(board, column)

    board.push(column)
    count += solutions(size, board)
    board.pop
  end
  count
end

size = 11
puts "#{size} queens: #{solutions(size, [])}"

# The product of two square matrices of floats, held as arrays of rows.

def matrix(size, factor)
  Array.new(size) do |row|
    Array.new(size) { |column| ((row + factor) * column + 1) % 10 * 0.5 }
  end
end

def scalar_product(row, column)
  total = 0.0
  row.each_with_index { |number, index| total += number * column[index] }
  total
end

def product(left, right)
  columns = right.transpose
  left.map { |row| columns.map { |column| scalar_product(row, column) } }
end

size = 160
rows = product(matrix(size, 3), matrix(size, 7))
puts rows.sum(&:sum).to_i
puts rows.first.last.to_i
puts rows.last.first.to_i

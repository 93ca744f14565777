# Sorts pseudo-random integers by a merge sort that makes new arrays.

def numbers(count)
  state = 42
  Array.new(count) { state = state * 16_807 % 2_147_483_647 }
end

def merge(left, right)
  merged = []
  i = j = 0
  while i < left.size && j < right.size
    if left[i] <= right[j]
      merged << left[i]
      i += 1
    else
      merged << right[j]
      j += 1
    end
  end
  merged.concat(left.drop(i), right.drop(j))
end

# The elements from the one index up to the other, excluded, in order.
def sorted_range(values, from, to)
  return [values[from]] if to - from <= 1

  middle = (from + to) / 2
  merge(sorted_range(values, from, middle), sorted_range(values, middle, to))
end

size = 1_000_000
sorted = sorted_range(numbers(size), 0, size)
puts sorted.first
puts sorted.last
puts sorted.reduce(0) { |hash, n| (hash * 31 + n) % 2_147_483_648 }

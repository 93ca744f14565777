# Builds a string of 10 MB by appending short pieces, then looks at all of its
# characters. (Counting and finding are done by C code.)

def build(size)
  text = +""
  number = 0
  while text.size < size
    text << "#{number},"
    number += 7
  end
  text
end

text = build(10_000_000)
puts "length: #{text.size}"
puts "pieces: #{text.count(',')}"
puts "first 777777: #{text.index(',777777,')}"
hash = 0
text.each_char { |char| hash = (hash * 31 + char.ord) % 2_147_483_648 }
puts "hash: #{hash}"

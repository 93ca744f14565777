# Splits a text into lines and words, and looks for substrings in all of them.
# (Splitting and finding are done by C code.)

NEEDLES = ["a", "en", "ter", "win", " un", "corden", "verver", "lo ma",
           "xylophone", "zebra"].freeze
BEGINNINGS = %w[a sto un lo].freeze

# Shows what is in the words, which are an array for each line.
def show_words(words)
  puts "words: #{words.sum(&:size)}"
  longest = ""
  words.each do |of_line|
    of_line.each { |word| longest = word if word.size > longest.size }
  end
  puts "longest: #{longest}"
  BEGINNINGS.each do |beginning|
    count = words.sum do |of_line|
      of_line.count { |word| word.start_with?(beginning) }
    end
    puts "#{beginning}: #{count}"
  end
end

def count_occurrences(text, needle)
  count = 0
  place = text.index(needle)
  while place
    count += 1
    place = text.index(needle, place + needle.size)
  end
  count
end

def search(text, lines, needle)
  count = lines.count { |line| line.include?(needle) }
  columns = lines.sum { |line| line.index(needle) || 0 }
  occurrences = count_occurrences(text, needle)
  puts "#{needle}: lines #{count}, columns #{columns}, " \
       "occurrences #{occurrences}, first #{text.index(needle) || -1}"
end

text = File.read(ARGV[0], encoding: "utf-8")
lines = text.split("\n")
puts "lines: #{lines.size}"
show_words(lines.map(&:split))
NEEDLES.each { |needle| search(text, lines, needle) }

# Counts the words of a file, line by line, and shows the ten most frequent.
# (Splitting and sorting are done by C code.)

counts = Hash.new(0)
File.foreach(ARGV[0], encoding: "utf-8") do |line|
  line.split.each { |word| counts[word] += 1 }
end

puts "#{counts.size} distinct words"
best = counts.min_by(10) { |word, count| [-count, word] }
best.each { |word, count| puts "#{word}: #{count}" }

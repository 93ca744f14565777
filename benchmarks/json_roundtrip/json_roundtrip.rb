# Parses a JSON document, counts what is in it, and writes it again.
# (Parsing and writing are done by C code.)

require "json"

KINDS = %w[objects arrays strings numbers booleans nulls].freeze

def kind_of(value)
  case value
  when Hash then "objects"
  when Array then "arrays"
  when String then "strings"
  when Numeric then "numbers"
  when true, false then "booleans"
  when nil then "nulls"
  end
end

def count_kinds(counts, value)
  counts[kind_of(value)] += 1
  case value
  when Array
    value.each { |element| count_kinds(counts, element) }
  when Hash
    value.each do |key, element|
      count_kinds(counts, key)
      count_kinds(counts, element)
    end
  end
end

# The sum of all numbers in a value, in thousandths.
def sum_of(value)
  case value
  when Array then value.sum { |element| sum_of(element) }
  when Hash then value.sum { |_, element| sum_of(element) }
  when Numeric then (value * 1000).round
  else 0
  end
end

document = JSON.parse(File.read(ARGV[0], encoding: "utf-8"))
counts = Hash.new(0)
count_kinds(counts, document)
KINDS.each { |kind| puts "#{kind}: #{counts[kind]}" }
puts "sum: #{sum_of(document)}"
puts "length: #{JSON.generate(document).bytesize}"

# Builds 2*10^5 strings, joins them to one, splits it again and adds the
# lengths of the parts.

items = []
200_000.times { |n| items << "item-#{n}" }
joined = items.join(",")
puts joined.size

parts = joined.split(",")
puts parts.size

total = 0
parts.each { |part| total += part.size }
puts total

# Greets: what is measured is how long it takes to start and to end.

puts "Hello, world!"

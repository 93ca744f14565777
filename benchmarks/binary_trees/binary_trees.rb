# Builds and walks many complete binary trees and drops them.

Node = Struct.new(:left, :right)

def build(depth)
  return nil if depth == 0

  Node.new(build(depth - 1), build(depth - 1))
end

def count_nodes(tree)
  return 0 unless tree

  count_nodes(tree.left) + count_nodes(tree.right) + 1
end

greatest = 16
puts "stretch tree, nodes: #{count_nodes(build(greatest + 1))}"
long_lived = build(greatest)
4.step(greatest, 2) do |depth|
  trees = 1 << (greatest - depth + 4)
  nodes = 0
  trees.times { nodes += count_nodes(build(depth)) }
  puts "#{trees} trees of depth #{depth}, nodes: #{nodes}"
end
puts "long-lived tree, nodes: #{count_nodes(long_lived)}"

-- Builds and walks many complete binary trees and drops them.

local leaf = {}

local function build(depth)
  if depth == 0 then
    return leaf
  end
  return {left = build(depth - 1), right = build(depth - 1)}
end

local function count_nodes(tree)
  if tree == leaf then
    return 0
  end
  return count_nodes(tree.left) + count_nodes(tree.right) + 1
end

local greatest = 16
print("stretch tree, nodes: " .. count_nodes(build(greatest + 1)))
local long_lived = build(greatest)
for depth = 4, greatest, 2 do
  local trees = 2 ^ (greatest - depth + 4)
  local nodes = 0
  for _ = 1, trees do
    nodes = nodes + count_nodes(build(depth))
  end
  print(string.format("%d trees of depth %d, nodes: %d", trees, depth, nodes))
end
print("long-lived tree, nodes: " .. count_nodes(long_lived))

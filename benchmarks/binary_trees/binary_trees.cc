// Builds and walks many complete binary trees, most of which are dropped at
// once.

#include <iostream>
#include <memory>

namespace {

// A null pointer is a leaf.
struct Node {
  std::unique_ptr<Node> left;
  std::unique_ptr<Node> right;
};

std::unique_ptr<Node> Build(int depth) {
  if (depth == 0) return nullptr;
  auto tree = std::make_unique<Node>();
  tree->left = Build(depth - 1);
  tree->right = Build(depth - 1);
  return tree;
}

int CountNodes(const std::unique_ptr<Node>& tree) {
  if (tree == nullptr) return 0;
  return CountNodes(tree->left) + CountNodes(tree->right) + 1;
}

}  // namespace

int main() {
  const int greatest = 16;
  std::cout << "stretch tree, nodes: " << CountNodes(Build(greatest + 1))
            << "\n";
  const std::unique_ptr<Node> long_lived = Build(greatest);
  for (int depth = 4; depth <= greatest; depth += 2) {
    const int trees = 1 << (greatest - depth + 4);
    int nodes = 0;
    for (int i = 0; i < trees; ++i) nodes += CountNodes(Build(depth));
    std::cout << trees << " trees of depth " << depth << ", nodes: " << nodes
              << "\n";
  }
  std::cout << "long-lived tree, nodes: " << CountNodes(long_lived) << "\n";
}

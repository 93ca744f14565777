// Counts the ways to put N queens on an N by N board so that none attacks
// another.

#include <cstdlib>
#include <iostream>
#include <vector>

namespace {

bool IsSafe(const std::vector<int>& board, int column) {
  const int rows = static_cast<int>(board.size());
  for (int row = 0; row < rows; ++row) {
    const int gap = std::abs(board[row] - column);
    if (gap == 0 || gap == rows - row) return false;
  }
  return true;
}

int Solutions(int size, std::vector<int>& board) {
  if (static_cast<int>(board.size()) == size) return 1;
  int count = 0;
  for (int column = 0; column < size; ++column) {
    if (!IsSafe(board, column)) continue;
    board.push_back(column);
    count += Solutions(size, board);
    board.pop_back();
  }
  return count;
}

}  // namespace

int main() {
  const int size = 11;
  std::vector<int> board;
  std::cout << size << " queens: " << Solutions(size, board) << "\n";
}

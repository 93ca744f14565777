// The product of two square matrices of doubles, held as vectors of rows.

#include <cstddef>
#include <iostream>
#include <vector>

namespace {

using Row = std::vector<double>;
using Matrix = std::vector<Row>;

Matrix MakeMatrix(int size, int factor) {
  Matrix rows(size, Row(size));
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      rows[row][column] = ((row + factor) * column + 1) % 10 * 0.5;
    }
  }
  return rows;
}

Matrix Transposed(const Matrix& rows) {
  Matrix columns(rows.size(), Row(rows.size()));
  for (std::size_t index = 0; index < rows.size(); ++index) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      columns[index][row] = rows[row][index];
    }
  }
  return columns;
}

double ScalarProduct(const Row& row, const Row& column) {
  double sum = 0;
  for (std::size_t index = 0; index < row.size(); ++index) {
    sum += row[index] * column[index];
  }
  return sum;
}

Matrix Product(const Matrix& left, const Matrix& right) {
  const Matrix columns = Transposed(right);
  Matrix rows;
  for (const Row& row : left) {
    Row elements;
    for (const Row& column : columns)
      elements.push_back(ScalarProduct(row, column));
    rows.push_back(elements);
  }
  return rows;
}

}  // namespace

int main() {
  const int size = 160;
  const Matrix rows = Product(MakeMatrix(size, 3), MakeMatrix(size, 7));
  double sum = 0;
  for (const Row& row : rows) {
    double row_sum = 0;
    for (double element : row) row_sum += element;
    sum += row_sum;
  }
  for (double number : {sum, rows.front().back(), rows.back().front()}) {
    std::cout << static_cast<long>(number) << "\n";
  }
}

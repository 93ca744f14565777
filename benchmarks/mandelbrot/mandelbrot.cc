// Adds the iterations, at most 50 a point, of a 400 by 400 Mandelbrot set.

#include <cstdint>
#include <iostream>

std::int64_t Escape(double cx, double cy) {
  double x = 0.0;
  double y = 0.0;
  for (std::int64_t n = 0; n < 50; ++n) {
    const double xx = x * x;
    const double yy = y * y;
    if (xx + yy > 4.0) return n;
    y = 2.0 * x * y + cy;
    x = xx - yy + cx;
  }
  return 50;
}

int main() {
  std::int64_t total = 0;
  for (int row = 0; row < 400; ++row) {
    for (int column = 0; column < 400; ++column) {
      total += Escape(3.0 * column / 400.0 - 2.0, 3.0 * row / 400.0 - 1.5);
    }
  }
  std::cout << total << "\n";
}

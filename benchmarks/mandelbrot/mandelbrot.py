"""Adds the iterations, at most 50 a point, of a 400 by 400 Mandelbrot set."""


def escape(cx, cy):
    x = y = 0.0
    for n in range(50):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return n
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return 50


def main():
    total = 0
    for row in range(400):
        for column in range(400):
            total += escape(3.0 * column / 400.0 - 2.0, 3.0 * row / 400.0 - 1.5)
    print(total)


main()

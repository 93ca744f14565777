# Adds the iterations, at most 50 a point, of a 400 by 400 Mandelbrot set.

def escape(cx, cy)
  x = y = 0.0
  50.times do |n|
    xx = x * x
    yy = y * y
    return n if xx + yy > 4.0

    y = 2.0 * x * y + cy
    x = xx - yy + cx
  end
  50
end

total = 0
400.times do |row|
  400.times do |column|
    total += escape(3.0 * column / 400.0 - 2.0, 3.0 * row / 400.0 - 1.5)
  end
end
puts total

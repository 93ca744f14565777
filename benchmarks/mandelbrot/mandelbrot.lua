-- Adds the iterations, at most 50 a point, of a 400 by 400 Mandelbrot set.

local function escape(cx, cy)
  local x, y = 0.0, 0.0
  for n = 0, 49 do
    local xx, yy = x * x, y * y
    if xx + yy > 4.0 then
      return n
    end
    y = 2.0 * x * y + cy
    x = xx - yy + cx
  end
  return 50
end

local total = 0
for row = 0, 399 do
  for column = 0, 399 do
    total = total + escape(3.0 * column / 400.0 - 2.0, 3.0 * row / 400.0 - 1.5)
  end
end
print(total)

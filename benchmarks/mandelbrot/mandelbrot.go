// Adds the iterations, at most 50 a point, of a 400 by 400 Mandelbrot set.
package main

import "fmt"

func escape(cx, cy float64) int {
	x, y := 0.0, 0.0
	for n := 0; n < 50; n++ {
		xx, yy := x*x, y*y
		if xx+yy > 4.0 {
			return n
		}
		y = 2.0*x*y + cy
		x = xx - yy + cx
	}
	return 50
}

func main() {
	total := 0
	for row := 0; row < 400; row++ {
		for column := 0; column < 400; column++ {
			total += escape(3.0*float64(column)/400.0-2.0, 3.0*float64(row)/400.0-1.5)
		}
	}
	fmt.Println(total)
}

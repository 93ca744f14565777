// Puts 10^6 integers into a map and looks all up.
package main

import "fmt"

func main() {
	const size = 1000000
	numbers := map[int]int{}
	for n := 0; n < size; n++ {
		numbers[n] = 3 * n
	}
	fmt.Println(len(numbers))

	total := 0
	for n := 0; n < size; n++ {
		total += numbers[n]
	}
	fmt.Println(total)
}

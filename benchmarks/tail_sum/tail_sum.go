// Adds the numbers from 10^8 down to 1; a loop, as tail calls would nest.
package main

import "fmt"

func sum(n int) int {
	total := 0
	for n != 0 {
		total += n
		n--
	}
	return total
}

func main() {
	fmt.Println(sum(100000000))
}

// Finds the start below 300,000 with the longest Collatz chain.
package main

import "fmt"

func chainLength(n int) int {
	length := 1
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		length++
	}
	return length
}

func main() {
	best, bestLength := 0, 0
	for start := 1; start < 300000; start++ {
		if length := chainLength(start); length > bestLength {
			best, bestLength = start, length
		}
	}
	fmt.Println(best)
	fmt.Println(bestLength)
}

// Starts 100,000 goroutines that send their number.
package main

import "fmt"

const goroutines = 100000

func main() {
	results := make(chan int, goroutines)
	for i := 0; i < goroutines; i++ {
		go func() { results <- i }()
	}
	sum := 0
	for i := 0; i < goroutines; i++ {
		sum += <-results
	}
	fmt.Println(sum)
}

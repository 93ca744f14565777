// 20,000 numbers go through 100 goroutines, each of which adds one.
package main

import "fmt"

const buffered = 1000

func stage(input <-chan int, output chan<- int) {
	for number := range input {
		output <- number + 1
	}
	close(output)
}

func main() {
	first := make(chan int, buffered)
	last := first
	for i := 0; i < 100; i++ {
		output := make(chan int, buffered)
		go stage(last, output)
		last = output
	}
	go func() {
		for n := 0; n < 20000; n++ {
			first <- n
		}
		close(first)
	}()
	sum := 0
	for number := range last {
		sum += number
	}
	fmt.Println(sum)
}

// Adds 10^6 values that a goroutine sends through an unbuffered channel.
package main

import "fmt"

func numbers(values chan<- int) {
	for n := 1000000 - 1; n >= 0; n-- {
		values <- n
	}
	close(values)
}

func main() {
	values := make(chan int)
	go numbers(values)
	sum := 0
	for n := range values {
		sum += n
	}
	fmt.Println(sum)
}

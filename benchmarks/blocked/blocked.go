// 10,000 goroutines wait at once, each on a channel of its own. When all are there,
// each is sent a number, and answers it.
package main

import "fmt"

const goroutines = 10000

func wait(results chan<- int, gate <-chan int) {
	results <- 0 // it is there
	results <- <-gate
}

func main() {
	results := make(chan int)
	var gates []chan int
	for i := 0; i < goroutines; i++ {
		gate := make(chan int)
		gates = append(gates, gate)
		go wait(results, gate)
	}
	for range gates {
		<-results
	}
	sum := 0
	go func() {
		for i, gate := range gates {
			gate <- i
		}
	}()
	for range gates {
		sum += <-results
	}
	fmt.Println(sum)
}

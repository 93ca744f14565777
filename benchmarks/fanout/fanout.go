// One producer sends 10^6 numbers to ten goroutines through one channel.
package main

import "fmt"

const workers = 10

func work(jobs <-chan int, results chan<- int) {
	sum := 0
	for job := range jobs {
		sum += job
	}
	results <- sum
}

func main() {
	jobs := make(chan int, 1000)
	results := make(chan int)
	for i := 0; i < workers; i++ {
		go work(jobs, results)
	}
	for job := 0; job < 1000000; job++ {
		jobs <- job
	}
	close(jobs)
	sum := 0
	for i := 0; i < workers; i++ {
		sum += <-results
	}
	fmt.Println(sum)
}

// A tree of goroutines, ten below each, with as many leaves as the argument says.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func node(parent chan<- int, first int, leaves int) {
	if leaves == 1 {
		parent <- first
		return
	}
	children := make(chan int)
	leaves /= 10
	for i := 0; i < 10; i++ {
		go node(children, first+i*leaves, leaves)
	}
	sum := 0
	for i := 0; i < 10; i++ {
		sum += <-children
	}
	parent <- sum
}

func main() {
	leaves, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	result := make(chan int)
	go node(result, 0, leaves)
	fmt.Println(<-result)
}

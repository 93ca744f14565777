// Computes the Fibonacci number 32 by two calls a number.
package main

import "fmt"

func fib(n int) int {
	if n > 1 {
		return fib(n-1) + fib(n-2)
	}
	return n
}

func main() {
	fmt.Println(fib(32))
}

// Counts the primes below 200,000, dividing each number up to its root.
package main

import "fmt"

func isPrime(n int) bool {
	if n < 2 {
		return false
	}
	for divisor := 2; divisor*divisor <= n; divisor++ {
		if n%divisor == 0 {
			return false
		}
	}
	return true
}

func main() {
	count := 0
	for n := 0; n < 200000; n++ {
		if isPrime(n) {
			count++
		}
	}
	fmt.Println(count)
}

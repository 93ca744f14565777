// The sieve of Eratosthenes on a slice of bools.
package main

import "fmt"

func sieve(limit int) []bool {
	flags := make([]bool, limit)
	for number := 2; number < limit; number++ {
		flags[number] = true
	}
	for number := 2; number*number < limit; number++ {
		if flags[number] {
			for multiple := number * number; multiple < limit; multiple += number {
				flags[multiple] = false
			}
		}
	}
	return flags
}

func main() {
	count, largest := 0, 0
	for number, prime := range sieve(1000000) {
		if prime {
			count++
			largest = number
		}
	}
	fmt.Println("primes:", count)
	fmt.Println("largest:", largest)
}

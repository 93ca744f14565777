// Calls closures 10^7 times, every tenth time a new one, and prints what they
// have added.
package main

import "fmt"

func adder(amount int) func(int) int {
	return func(number int) int { return number + amount }
}

func main() {
	total := 0
	add := adder(0)
	for n := 0; n < 10000000; n++ {
		if n%10 == 0 {
			add = adder(n)
		}
		total = add(total)
	}
	fmt.Println(total)
}

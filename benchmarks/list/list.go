// Builds a slice of 10^6 numbers, and maps, filters and folds it.
package main

import "fmt"

func apply[T, U any](list []T, f func(T) U) []U {
	var result []U
	for _, element := range list {
		result = append(result, f(element))
	}
	return result
}

func filter[T any](list []T, accept func(T) bool) []T {
	var result []T
	for _, element := range list {
		if accept(element) {
			result = append(result, element)
		}
	}
	return result
}

func fold[T, A any](list []T, start A, combine func(A, T) A) A {
	result := start
	for _, element := range list {
		result = combine(result, element)
	}
	return result
}

func main() {
	var numbers []int
	for n := 0; n < 1000000; n++ {
		numbers = append(numbers, n)
	}
	mapped := apply(numbers, func(n int) int { return 3*n + 1 })
	even := filter(mapped, func(n int) bool { return n%2 == 0 })
	fmt.Println(fold(even, 0, func(a, b int) int { return a + b }))
}

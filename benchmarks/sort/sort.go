// Sorts pseudo-random integers by a merge sort that makes new slices.
package main

import "fmt"

func numbers(count int) []int {
	list := make([]int, 0, count)
	state := 42
	for i := 0; i < count; i++ {
		state = state * 16807 % 2147483647
		list = append(list, state)
	}
	return list
}

func merge(left, right []int) []int {
	merged := make([]int, 0, len(left)+len(right))
	i, j := 0, 0
	for i < len(left) && j < len(right) {
		if left[i] <= right[j] {
			merged = append(merged, left[i])
			i++
		} else {
			merged = append(merged, right[j])
			j++
		}
	}
	merged = append(merged, left[i:]...)
	return append(merged, right[j:]...)
}

// The elements from the one index up to the other, excluded, in order.
func sortedRange(list []int, from, to int) []int {
	if to-from <= 1 {
		return []int{list[from]}
	}
	middle := (from + to) / 2
	return merge(sortedRange(list, from, middle), sortedRange(list, middle, to))
}

func main() {
	size := 1000000
	sorted := sortedRange(numbers(size), 0, size)
	fmt.Println(sorted[0])
	fmt.Println(sorted[size-1])
	hash := 0
	for _, number := range sorted {
		hash = (hash*31 + number) % 2147483648
	}
	fmt.Println(hash)
}

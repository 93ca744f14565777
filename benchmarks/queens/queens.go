// Counts the ways to put N queens on a board so that none attacks another.
package main

import "fmt"

func isSafe(board []int, column int) bool {
	for row, queen := range board {
		gap := queen - column
		if gap < 0 {
			gap = -gap
		}
		if gap == 0 || gap == len(board)-row {
			return false
		}
	}
	return true
}

func solutions(size int, board []int) int {
	if len(board) == size {
		return 1
	}
	count := 0
	for column := 0; column < size; column++ {
		if isSafe(board, column) {
			count += solutions(size, append(board, column))
		}
	}
	return count
}

func main() {
	size := 11
	fmt.Printf("%d queens: %d\n", size, solutions(size, make([]int, 0, size)))
}

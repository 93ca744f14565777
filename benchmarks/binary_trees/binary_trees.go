// Builds and walks many complete binary trees and drops them.
package main

import "fmt"

// A nil *Tree is a leaf.
type Tree struct {
	left, right *Tree
}

func build(depth int) *Tree {
	if depth == 0 {
		return nil
	}
	return &Tree{build(depth - 1), build(depth - 1)}
}

func (tree *Tree) countNodes() int {
	if tree == nil {
		return 0
	}
	return tree.left.countNodes() + tree.right.countNodes() + 1
}

func main() {
	greatest := 16
	fmt.Printf("stretch tree, nodes: %d\n", build(greatest+1).countNodes())
	longLived := build(greatest)
	for depth := 4; depth <= greatest; depth += 2 {
		trees := 1 << (greatest - depth + 4)
		nodes := 0
		for i := 0; i < trees; i++ {
			nodes += build(depth).countNodes()
		}
		fmt.Printf("%d trees of depth %d, nodes: %d\n", trees, depth, nodes)
	}
	fmt.Printf("long-lived tree, nodes: %d\n", longLived.countNodes())
}

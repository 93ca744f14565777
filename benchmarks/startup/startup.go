// Greets: what is measured is how long it takes to start and to end.
package main

import "fmt"

func main() {
	fmt.Println("Hello, world!")
}

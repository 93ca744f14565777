// Builds a string of 10 MB by appending short pieces, then looks at all of its
// characters.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func build(size int) string {
	var text strings.Builder
	for number := 0; text.Len() < size; number += 7 {
		text.WriteString(strconv.Itoa(number))
		text.WriteString(",")
	}
	return text.String()
}

func main() {
	text := build(10000000)
	fmt.Println("length:", len(text))
	fmt.Println("pieces:", strings.Count(text, ","))
	fmt.Println("first 777777:", strings.Index(text, ",777777,"))
	hash := 0
	for _, character := range text {
		hash = (hash*31 + int(character)) % 2147483648
	}
	fmt.Println("hash:", hash)
}

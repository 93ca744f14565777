// Builds 2*10^5 strings, joins them to one, splits it again and adds the
// lengths of the parts.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func main() {
	var items []string
	for n := 0; n < 200000; n++ {
		items = append(items, "item-"+strconv.Itoa(n))
	}
	joined := strings.Join(items, ",")
	fmt.Println(len(joined))

	parts := strings.Split(joined, ",")
	fmt.Println(len(parts))

	total := 0
	for _, part := range parts {
		total += len(part)
	}
	fmt.Println(total)
}

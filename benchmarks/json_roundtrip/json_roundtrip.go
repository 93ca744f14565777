// Parses a JSON document, counts what is in it, and writes it again.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
)

func countKinds(counts map[string]int, value any) {
	switch value := value.(type) {
	case map[string]any:
		counts["objects"]++
		for _, element := range value {
			counts["strings"]++
			countKinds(counts, element)
		}
	case []any:
		counts["arrays"]++
		for _, element := range value {
			countKinds(counts, element)
		}
	case string:
		counts["strings"]++
	case float64:
		counts["numbers"]++
	case bool:
		counts["booleans"]++
	default:
		counts["nulls"]++
	}
}

// The sum of all numbers in a value, in thousandths.
func sumOf(value any) int {
	sum := 0
	switch value := value.(type) {
	case map[string]any:
		for _, element := range value {
			sum += sumOf(element)
		}
	case []any:
		for _, element := range value {
			sum += sumOf(element)
		}
	case float64:
		return int(math.Round(value * 1000))
	}
	return sum
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		log.Fatal(err)
	}
	counts := map[string]int{}
	countKinds(counts, document)
	kinds := []string{"objects", "arrays", "strings", "numbers", "booleans", "nulls"}
	for _, kind := range kinds {
		fmt.Printf("%s: %d\n", kind, counts[kind])
	}
	fmt.Println("sum:", sumOf(document))
	output, err := json.Marshal(document)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("length:", len(output))
}

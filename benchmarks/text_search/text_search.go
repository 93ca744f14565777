// Splits a text into lines and words, and looks for substrings in all of them.
package main

import (
	"fmt"
	"log"
	"os"
	"strings"
)

var needles = []string{"a", "en", "ter", "win", " un", "corden", "verver",
	"lo ma", "xylophone", "zebra"}
var beginnings = []string{"a", "sto", "un", "lo"}

// Shows what is in the words, which are a slice for each line.
func showWords(words [][]string) {
	count, longest := 0, ""
	for _, ofLine := range words {
		count += len(ofLine)
		for _, word := range ofLine {
			if len(word) > len(longest) {
				longest = word
			}
		}
	}
	fmt.Println("words:", count)
	fmt.Println("longest:", longest)
	for _, beginning := range beginnings {
		count := 0
		for _, ofLine := range words {
			for _, word := range ofLine {
				if strings.HasPrefix(word, beginning) {
					count++
				}
			}
		}
		fmt.Printf("%s: %d\n", beginning, count)
	}
}

func search(text string, lines []string, needle string) {
	count, columns := 0, 0
	for _, line := range lines {
		if strings.Contains(line, needle) {
			count++
		}
	}
	for _, line := range lines {
		if column := strings.Index(line, needle); column >= 0 {
			columns += column
		}
	}
	fmt.Printf("%s: lines %d, columns %d, occurrences %d, first %d\n", needle,
		count, columns, strings.Count(text, needle), strings.Index(text, needle))
}

func main() {
	content, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	text := string(content)
	lines := strings.Split(text, "\n")
	lines = lines[:len(lines)-1]
	fmt.Println("lines:", len(lines))
	words := make([][]string, len(lines))
	for index, line := range lines {
		words[index] = strings.Fields(line)
	}
	showWords(words)
	for _, needle := range needles {
		search(text, lines, needle)
	}
}

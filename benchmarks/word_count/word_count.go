// Counts the words of a file, line by line, and shows the ten most frequent.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
)

type entry struct {
	word  string
	count int
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()

	counts := map[string]int{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		for _, word := range strings.Fields(lines.Text()) {
			counts[word]++
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}

	entries := make([]entry, 0, len(counts))
	for word, count := range counts {
		entries = append(entries, entry{word, count})
	}
	slices.SortFunc(entries, func(one, other entry) int {
		return cmp.Or(cmp.Compare(other.count, one.count),
			cmp.Compare(one.word, other.word))
	})
	fmt.Println(len(entries), "distinct words")
	for _, best := range entries[:10] {
		fmt.Printf("%s: %d\n", best.word, best.count)
	}
}

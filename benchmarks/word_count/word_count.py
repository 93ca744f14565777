"""Counts the words of a file, line by line, and shows the ten most frequent.

(Splitting, counting and sorting are done by C code.)"""

import collections
import heapq
import sys


def main():
    counts = collections.Counter()
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            counts.update(line.split())
    print(len(counts), "distinct words")
    best = heapq.nsmallest(10, counts.items(),
                           key=lambda entry: (-entry[1], entry[0]))
    for word, count in best:
        print(f"{word}: {count}")


main()

"""Writes a text of about the given number of bytes: make_input.py BYTES PATH.

The words are made up; how often each occurs follows Zipf's law."""

import itertools
import random
import sys

VOCABULARY = 40000
LETTERS = "eeeeeeaaaaiiiiooootttnnnsssrrrllddhcmupgbfvkw"


def words(source):
    seen = []
    known = set()
    while len(seen) < VOCABULARY:
        length = 2 + min(len(seen) // 40, 2) + source.randrange(7)
        word = "".join(source.choice(LETTERS) for _ in range(length))
        if word not in known:
            known.add(word)
            seen.append(word)
    return seen


def main():
    size, path = int(sys.argv[1]), sys.argv[2]
    source = random.Random(2024)
    vocabulary = words(source)
    weights = list(
        itertools.accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))
    with open(path, "w", encoding="ascii", newline="\n") as file:
        written = 0
        while written < size:
            line = " ".join(
                source.choices(
                    vocabulary, cum_weights=weights, k=source.randrange(18)))
            file.write(line + "\n")
            written += len(line) + 1


main()

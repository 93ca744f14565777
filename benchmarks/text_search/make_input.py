"""Writes a text of about the given number of bytes: make_input.py BYTES PATH.

Lines of up to 16 words, made of syllables; one rare word is near the end."""

import random
import sys

SYLLABLES = ("an ar ba bel ca cor da den do el en fa for ga gen ha hin in ka "
             "ko la len li lo ma men mi na ne no or pa per re ro sa sen sto "
             "ta ter ti tor un ur va ver vi wa win").split()


def main():
    size, path = int(sys.argv[1]), sys.argv[2]
    source = random.Random(2024)
    vocabulary = [
        "".join(source.choices(SYLLABLES, k=source.randrange(1, 5)))
        for _ in range(5000)
    ]
    lines = []
    written = 0
    while written < size:
        line = " ".join(source.choices(vocabulary, k=source.randrange(17)))
        lines.append(line)
        written += len(line) + 1
    lines[-100] += " xylophone"
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write("\n".join(lines) + "\n")


main()

"""Writes a JSON document of about so many bytes: make_input.py BYTES PATH.

It is compact and has neither escapes nor empty arrays; some strings have
letters that are not ASCII. All numbers have at most three decimals, and whole
numbers have no point."""

import json
import random
import sys

FIRST = ["Ada", "Björn", "Chloé", "Dmitri", "Elif", "Femi", "Grace", "Hana"]
LAST = ["Okafor", "Lindqvist", "Müller", "Tanaka", "Silva", "Novak", "Byron"]
WORDS = ("river", "stone", "cloud", "paper", "silver", "window", "garden",
         "market", "winter", "bridge", "letter", "signal", "harbour", "forest")


def record(source, number):
    return {
        "active": source.random() < 0.7,
        "address": {
            "city": source.choice(WORDS).capitalize() + "ville",
            "position": [
                (2 * source.randrange(-45000, 45000) + 1) / 1000,
                (2 * source.randrange(-90000, 90000) + 1) / 1000,
            ],
            "street":
                f"{source.randrange(1, 200)} {source.choice(WORDS)} street",
        },
        "balance": (2 * source.randrange(-500000, 500000) + 1) / 100,
        "id": number,
        "manager": None if number % 7 == 0 else source.randrange(number + 1),
        "name": source.choice(FIRST) + " " + source.choice(LAST),
        "notes": " ".join(source.choices(WORDS, k=source.randrange(3, 20))),
        "scores":
            [source.randrange(1000) for _ in range(source.randrange(1, 9))],
        "tags": source.sample(WORDS, source.randrange(1, 5)),
    }


def main():
    size, path = int(sys.argv[1]), sys.argv[2]
    source = random.Random(2024)
    with open(path, "w", encoding="utf-8") as file:
        written, number = 0, 0
        while written < size:
            text = json.dumps(record(source, number),
                              ensure_ascii=False, separators=(",", ":"))
            file.write(("[" if number == 0 else ",") + text)
            written += len(text) + 1
            number += 1
        file.write("]")


main()

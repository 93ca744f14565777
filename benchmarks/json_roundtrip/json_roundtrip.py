"""Parses a JSON document, counts what is in it, and writes it again.

(Parsing and writing are done by C code.)"""

import collections
import json
import sys

KINDS = {dict: "objects", list: "arrays", str: "strings", int: "numbers",
         float: "numbers", bool: "booleans", type(None): "nulls"}


def count_kinds(counts, value):
    counts[KINDS[type(value)]] += 1
    if isinstance(value, list):
        for element in value:
            count_kinds(counts, element)
    elif isinstance(value, dict):
        for key, element in value.items():
            count_kinds(counts, key)
            count_kinds(counts, element)


def sum_of(value):
    """The sum of all numbers in a value, in thousandths."""
    if isinstance(value, list):
        return sum(map(sum_of, value))
    if isinstance(value, dict):
        return sum(map(sum_of, value.values()))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(value * 1000)
    return 0


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.loads(file.read())
    counts = collections.Counter()
    count_kinds(counts, document)
    for kind in dict.fromkeys(KINDS.values()):
        print(f"{kind}: {counts[kind]}")
    print("sum:", sum_of(document))
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    print("length:", len(text.encode()))


main()

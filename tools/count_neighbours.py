#!/usr/bin/env python3
"""Counts which words stand next to each other in Seq programs.

    tools/count_neighbours.py [--length 2|3|...] [--top N] [PATH...]

What lowering fuses (interp/slot_nodes.h, interp/slot_pairs.h) was chosen by
what this shows for benchmarks/, examples/ and stdlib/std. Literals count as
their kind, words that the programs define as WORD; neighbours do not reach over
the ends of definitions, quotations and branches.
"""

import argparse
import collections
import pathlib
import re
from collections.abc import Iterator

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|#[^\n]*|\S+')
ENDS = {":", ";", "[", "]", "if", "else", "then", "match", "end", "->", "include", "union", "{", "}"}
REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
DEFAULT_PATHS = [REPOSITORY / name for name in ("benchmarks", "examples", "stdlib/std")]


def classify(token: str, defined: set[str]) -> str:
    if token.startswith('"'):
        return "STRING"
    if re.fullmatch(r"-?(\d+|0x[0-9a-fA-F]+|0b[01]+)", token):
        return "INT"
    if re.fullmatch(r"-?\d+\.\d+(e-?\d+)?", token):
        return "FLOAT"
    return "WORD" if token in defined else token


def runs(text: str) -> Iterator[list[str]]:
    """The longest sequences of neighbours in a program."""
    tokens = [token for token in TOKEN.findall(text) if not token.startswith("#")]
    defined = {name for colon, name in zip(tokens, tokens[1:]) if colon == ":"}
    run: list[str] = []
    in_effect = False
    for token in tokens:
        if token in ("(", ")"):
            in_effect = token == "("
            run = []  # what stood before was the name of the definition
        elif in_effect:
            continue
        elif token in ENDS:
            yield run
            run = []
        else:
            run.append(classify(token, defined))
    yield run


def count(paths: list[pathlib.Path], length: int) -> collections.Counter[str]:
    counts: collections.Counter[str] = collections.Counter()
    for path in paths:
        for run in runs(path.read_text(encoding="utf-8")):
            for start in range(len(run) - length + 1):
                counts[" ".join(run[start : start + length])] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--length", type=int, default=2, help="how many neighbours (2)")
    parser.add_argument("--top", type=int, default=30, help="how many rows to print (30)")
    parser.add_argument(
        "paths", nargs="*", type=pathlib.Path, default=DEFAULT_PATHS, metavar="PATH"
    )
    arguments = parser.parse_args()
    programs: list[pathlib.Path] = []
    for path in arguments.paths:
        programs += sorted(path.rglob("*.seq")) if path.is_dir() else [path]
    counts = count(programs, arguments.length)
    total = sum(counts.values())
    print(f"{len(programs)} programs, {total} sequences of {arguments.length}")
    for sequence, number in counts.most_common(arguments.top):
        print(f"{number:6} {100 * number / total:5.1f} %  {sequence}")


if __name__ == "__main__":
    main()

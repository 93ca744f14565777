#!/usr/bin/env python3
"""Writes Seq modules as a C++ fragment that stdlib/std_modules.cc includes.

usage: embed_modules.py MODULE.seq... > std_modules.inc

For each module an array of characters, and behind them the table
kStandardModules of names and texts in the order of the names. Arrays instead
of string literals, because compilers limit how long a literal may be.
"""

import pathlib
import sys

PER_LINE = 12


def character(byte):
    """The byte as a C++ character literal, plain or escaped."""
    if 0x20 <= byte < 0x7F and byte not in b"'\\":
        return "'%c'" % byte
    return "'\\x%02x'" % byte


def array(name, text):
    """The definition of an array with the bytes of a module."""
    literals = [character(byte) for byte in text]
    lines = [
        "    " + ", ".join(literals[start : start + PER_LINE]) + ","
        for start in range(0, len(literals), PER_LINE)
    ]
    return "constexpr char %s[] = {\n%s\n};\n" % (name, "\n".join(lines))


def main():
    paths = sorted(map(pathlib.Path, sys.argv[1:]), key=lambda path: path.stem)
    rows = []
    print("// Made by tools/embed_modules.py from stdlib/std/*.seq.\n")
    for number, path in enumerate(paths):
        name = "kModule%d" % number
        print(array(name, path.read_bytes()))
        rows.append('    {"%s", {%s, sizeof(%s)}},' % (path.stem, name, name))
    print("constexpr StandardModule kStandardModules[] = {")
    print("\n".join(rows))
    print("};")


if __name__ == "__main__":
    main()

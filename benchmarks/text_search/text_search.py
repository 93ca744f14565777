"""Splits a text into lines and words, and looks for substrings in all of them.

(Splitting, finding and counting are done by C code.)"""

import sys

NEEDLES = ("a", "en", "ter", "win", " un", "corden", "verver", "lo ma",
           "xylophone", "zebra")
BEGINNINGS = ("a", "sto", "un", "lo")


def show_words(words):
    """Shows what is in the words, which are a list for each line."""
    print("words:", sum(len(of_line) for of_line in words))
    longest = ""
    for of_line in words:
        for word in of_line:
            if len(word) > len(longest):
                longest = word
    print("longest:", longest)
    for beginning in BEGINNINGS:
        count = 0
        for of_line in words:
            for word in of_line:
                if word.startswith(beginning):
                    count += 1
        print(f"{beginning}: {count}")


def search(text, lines, needle):
    count = sum(1 for line in lines if needle in line)
    columns = 0
    for line in lines:
        column = line.find(needle)
        if column >= 0:
            columns += column
    print(f"{needle}: lines {count}, columns {columns}, "
          f"occurrences {text.count(needle)}, first {text.find(needle)}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")[:-1]
    print("lines:", len(lines))
    show_words([line.split() for line in lines])
    for needle in NEEDLES:
        search(text, lines, needle)


main()

"""Builds a string of 10 MB by appending short pieces, then looks at all of its
characters. (Joining, counting and finding are done by C code.)"""


def build(size):
    pieces = []
    length = 0
    number = 0
    while length < size:
        piece = f"{number},"
        pieces.append(piece)
        length += len(piece)
        number += 7
    return "".join(pieces)


def main():
    text = build(10000000)
    print("length:", len(text))
    print("pieces:", text.count(","))
    print("first 777777:", text.find(",777777,"))
    digest = 0
    for character in text:
        digest = (digest * 31 + ord(character)) % 2147483648
    print("hash:", digest)


main()

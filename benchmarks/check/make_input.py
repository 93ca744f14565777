"""Writes a Seq program of about so many lines: make_input.py LINES PATH.

It is made of sections of a few unions and words: arithmetic, a match, quotations,
a loop and one long body, which call words of their own section and of earlier
ones."""

import random
import sys

# N: the number of the section, EARLIER: that of one before it.
SECTION = """\
# --- Section N ---

union Shape-N {
  Circle-N { radius: Int }
  Box-N { width: Int, height: Int }
  Labelled-N { label: String, inner: Shape-N }
  Empty-N
}

: area-N ( Shape-N -- Int )            # of what is inside
  match
    Circle-N -> dup i.* 3 i.*
    Box-N -> i.*
    Labelled-N -> nip area-N
    Empty-N -> 0
  end
;

: describe-N ( Shape-N -- String )
  match
    Circle-N -> int->string "circle " swap string.concat
    Box-N ->
      int->string swap int->string "x" string.concat swap string.concat
    Labelled-N -> drop
    Empty-N -> "nothing"
  end
;

: clamp-N ( Int -- Int )
  dup 0 i.< if
    drop 0
  else
    dup 1000 i.> if drop 1000 else 1 i.+ then
  then
;

: numbers-N ( V Int -- V )             # appends the numbers down to 1
  dup 0 i.= if
    drop
  else
    swap over list.push swap 1 i.- numbers-N
  then
;

: total-N ( Int -- Int )
  list.make swap numbers-N
  [ clamp-N 2 i.* ] list.map
  [ 3 i.% drop 0 i.= not ] list.filter
  0 [ i.+ ] list.fold
  clamp-EARLIER
;

: long-N ( Int Int -- Int )
BODY  i.+ clamp-EARLIER
;

: section-N ( -- )
  3 4 Make-Box-N describe-N io.write-line
  "round" 5 Make-Circle-N Make-Labelled-N area-N 20 total-N long-N
  int->string io.write-line
;

"""
STEPS = (
    "over 7 i.+ clamp-N i.+",
    "swap dup clamp-EARLIER i.- 13 i.+ swap",
    "2dup i.< if swap else 1 i.+ then",
    "dup int->string string.length i.+",
    "tuck i.* 1009 i.% drop",
    "[ 1 i.+ ] dip 5 i.-",
    "dup total-EARLIER rot i.+ swap 2 i.+",
)


def section(source, number):
    earlier = str(source.randrange(number)) if number else "0"
    steps = source.choices(STEPS, k=source.randrange(20, 80))
    text = SECTION.replace("BODY", "".join(f"  {step}\n" for step in steps))
    return text.replace("EARLIER", earlier).replace("-N", f"-{number}").replace(
        "Section N", f"Section {number}")


def main():
    size, path = int(sys.argv[1]), sys.argv[2]
    source = random.Random(2024)
    with open(path, "w", encoding="utf-8") as file:
        lines, number = 0, 0
        while lines < size:
            text = section(source, number)
            file.write(text)
            lines += text.count("\n")
            number += 1
        calls = "".join(f"  section-{n}\n" for n in range(number))
        file.write(f": main ( -- )\n{calls};\n")


main()

\ Counts the ways to put N queens on a board so that none attacks another.

11 constant size
create board size cells allot
variable placed

: queen ( row -- column ) cells board + @ ;

: safe? ( column -- flag )
  placed @ 0 ?do
    i queen over - abs                  ( column gap )
    dup 0= swap placed @ i - = or
    if drop false unloop exit then
  loop
  drop true ;

: solutions ( -- count )
  placed @ size = if 1 exit then
  0
  size 0 do
    i safe? if
      i placed @ cells board + !
      1 placed +!
      recurse +
      -1 placed +!
    then
  loop ;

: main ( -- )
  0 placed !
  size 0 .r ."  queens: " solutions 0 .r cr ;

main bye

\ Calls closures 10^7 times, every tenth time a new one, and prints what they
\ have added. A closure is a pair of a word and a number.

: adder ( amount -- closure )
  2 cells allocate throw
  ['] + over !
  tuck cell+ ! ;

: call-closure ( number closure -- number ) dup cell+ @ swap @ execute ;

: add-all ( calls -- total )
  0 0 adder rot 0 do                   \ total closure
    i 10 mod 0= if free throw i adder then
    tuck call-closure swap
  loop free throw ;

10000000 add-all 0 .r cr
bye

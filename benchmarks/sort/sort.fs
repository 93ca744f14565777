\ Sorts pseudo-random integers by a merge sort with a second array of cells.

1000000 constant size
size cells allocate throw constant numbers
size cells allocate throw constant merged

: item ( index -- address ) cells numbers + ;

: fill-numbers ( -- )
  42 size 0 do
    16807 * 2147483647 mod
    dup i item !
  loop drop ;

\ Where the halves go on, where they end, and where the next item goes.
variable left
variable left-end
variable right
variable right-end
variable target

: add ( item -- ) target @ ! cell target +! ;

\ Appends the item at the address in a variable and moves the address.
: take ( variable -- ) dup @ @ add cell swap +! ;

: left? ( -- flag ) left @ left-end @ < ;
: right? ( -- flag ) right @ right-end @ < ;

: merge ( from middle to -- )
  item right-end !
  item dup left-end ! right !
  item dup left !
  merged target !
  begin left? right? and while
    left @ @ right @ @ <= if left else right then take
  repeat
  begin left? while left take repeat
  begin right? while right take repeat
  ( from ) merged swap target @ merged - move ;

\ Puts the numbers from the one index up to the other, excluded, in order.
: sort-range ( from to -- )
  2dup swap - 1 <= if 2drop exit then
  2dup + 2/                             ( from to middle )
  2 pick over recurse
  2dup swap recurse
  swap merge ;

: main ( -- )
  fill-numbers
  0 size sort-range
  0 item @ 0 .r cr
  size 1- item @ 0 .r cr
  0 size 0 do 31 * i item @ + 2147483648 mod loop 0 .r cr ;

main bye

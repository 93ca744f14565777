\ Counts the primes below 200,000, dividing each number up to its root.

: prime? ( n -- flag )
  dup 2 < if drop false exit then
  2 begin 2dup dup * >= while
    2dup mod 0= if 2drop false exit then
    1+
  repeat 2drop true ;

: primes ( limit -- count )
  0 swap 0 do i prime? if 1+ then loop ;

200000 primes 0 .r cr
bye

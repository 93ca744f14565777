\ The sieve of Eratosthenes on an array of bytes.

1000000 constant limit
create flags limit allot

: flag ( number -- address ) flags + ;

: cross-out ( number -- )
  limit over dup * ?do 0 i flag c! dup +loop drop ;

: sieve ( -- )
  flags limit 1 fill
  0 0 flag c!  0 1 flag c!
  2 begin dup dup * limit < while
    dup flag c@ if dup cross-out then
    1+
  repeat drop ;

: main ( -- )
  sieve
  0 0 limit 0 do                        ( largest count )
    i flag c@ if nip i swap 1+ then
  loop
  ." primes: " 0 .r cr
  ." largest: " 0 .r cr ;

main bye

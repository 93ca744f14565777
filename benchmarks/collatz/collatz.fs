\ Finds the start below 300,000 with the longest Collatz chain.

: chain-length ( n -- length )
  1 swap begin dup 1 <> while
    dup 1 and if 3 * 1+ else 2/ then
    swap 1+ swap
  repeat drop ;

: longest ( limit -- best length )
  0 0 rot 1 do
    i chain-length 2dup < if
      nip nip i swap
    else
      drop
    then
  loop ;

300000 longest swap 0 .r cr 0 .r cr
bye

\ Adds the numbers from 10^8 down to 1; a loop, as tail calls would nest.

: sum ( total n -- total )
  begin dup while
    tuck + swap 1-
  repeat drop ;

0 100000000 sum 0 .r cr
bye

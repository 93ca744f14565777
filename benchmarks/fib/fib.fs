\ Computes the Fibonacci number 32 by two calls a number.

: fib ( n -- n )
  dup 1 > if
    dup 1- recurse swap 2 - recurse +
  then ;

32 fib 0 .r cr
bye

\ Builds an array of 10^6 numbers, and maps, filters and folds it.

1000000 constant size

: array ( -- addr ) size cells allocate throw ;

: numbers ( -- addr n )
  array size 0 do i over i cells + ! loop size ;

: map ( addr n xt -- addr n )
  array { source n apply target }
  n 0 do
    source i cells + @ apply execute target i cells + !
  loop target n ;

: filter ( addr n xt -- addr n )
  array { source n accept target } 0
  n 0 do
    source i cells + @ dup accept execute if
      over cells target + ! 1+
    else
      drop
    then
  loop target swap ;

: fold ( addr n start xt -- x )
  { source n start combine } start
  n 0 do source i cells + @ combine execute loop ;

: triple-and-one ( n -- n ) 3 * 1+ ;
: even? ( n -- flag ) 1 and 0= ;

numbers ' triple-and-one map ' even? filter 0 ' + fold 0 .r cr
bye

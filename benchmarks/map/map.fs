\ Puts 10^6 integers into a hash table and looks all up.
\ Forth has none: this one has open addressing, and -1 marks free slots.

1000000 constant size
1 21 lshift constant slots
slots 2* cells allocate throw constant first-slot
variable entries

: clear-slots ( -- ) slots 0 do -1 first-slot i 2* cells + ! loop ;

: key-slot ( key -- slot ) slots 1- and ;

\ The slot that has the key, or the free one where it belongs.
: find-slot ( key -- addr )
  dup key-slot begin                   \ key slot
    dup 2* cells first-slot +          \ key slot addr
    2 pick over @ = if nip nip exit then
    dup @ -1 = if nip nip exit then
    drop 1+ slots 1- and
  again ;

: map! ( value key -- )
  dup find-slot                        \ value key addr
  dup @ -1 = if 1 entries +! then
  tuck ! cell+ ! ;

: map@ ( key -- value ) find-slot cell+ @ ;

: fill-map ( -- ) size 0 do i 3 * i map! loop ;
: add-values ( -- total ) 0 size 0 do i map@ + loop ;

clear-slots fill-map entries @ 0 .r cr
add-values 0 .r cr
bye

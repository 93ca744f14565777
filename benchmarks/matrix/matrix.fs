\ The product of two square matrices of floats, held as arrays of rows.

160 constant size
size size * constant elements
elements floats allocate throw constant left
elements floats allocate throw constant right
elements floats allocate throw constant columns
elements floats allocate throw constant result

: element ( matrix row column -- address ) swap size * + floats + ;

: fill-matrix ( matrix factor -- )
  size 0 do
    size 0 do
      dup j + i * 1+ 10 mod s>f 0.5e f*
      over j i element f!
    loop
  loop 2drop ;

: transpose ( -- )
  size 0 do
    size 0 do right i j element f@ columns j i element f! loop
  loop ;

: scalar-product ( row column -- ) ( F: -- sum )
  0e
  size 0 do
    over i floats + f@ dup i floats + f@ f* f+
  loop 2drop ;

: product ( -- )
  transpose
  size 0 do
    size 0 do
      left j 0 element columns i 0 element scalar-product
      result j i element f!
    loop
  loop ;

: sum ( F: -- sum )
  0e elements 0 do result i floats + f@ f+ loop ;

: main ( -- )
  left 3 fill-matrix
  right 7 fill-matrix
  product
  sum f>s 0 .r cr
  result 0 size 1- element f@ f>s 0 .r cr
  result size 1- 0 element f@ f>s 0 .r cr ;

main bye

\ Adds the iterations, at most 50 a point, of a 400 by 400 Mandelbrot set.

fvariable cx
fvariable cy

: escape ( F: cx cy -- ) ( -- n )
  cy f! cx f! 0e 0e                    \ F: x y
  50 0 do
    fover fdup f* fover fdup f*        \ F: x y xx yy
    fover fover f+ 4e f> if
      fdrop fdrop fdrop fdrop i unloop exit
    then
    f- cx f@ f+ frot frot              \ F: x' x y
    f* 2e f* cy f@ f+
  loop
  fdrop fdrop 50 ;

: coordinate ( pixel -- ) ( F: start -- coordinate )
  s>d d>f 3e f* 400e f/ f+ ;

: mandelbrot ( -- total )
  0 400 0 do
    400 0 do
      -2e i coordinate -1.5e j coordinate escape +
    loop
  loop ;

mandelbrot 0 .r cr
bye

// Adds the 10^6 values of a generator.
"use strict";

function* count() {
  for (let n = 1000000 - 1; n >= 0; --n) yield n;
}

let sum = 0;
for (const n of count()) sum += n;
console.log(sum);

// 20,000 numbers go through 100 async functions, each of which adds one.
"use strict";

const { Channel } = require("../shared/channel.js");

async function stage(input, output) {
  for (;;) {
    const number = await input.receive();
    if (number === undefined) break;
    output.send(number + 1);
  }
  output.close();
}

async function main() {
  const first = new Channel();
  let last = first;
  for (let i = 0; i < 100; ++i) {
    const output = new Channel();
    stage(last, output);
    last = output;
  }
  for (let n = 0; n < 20000; ++n) first.send(n);
  first.close();
  let sum = 0;
  for (;;) {
    const number = await last.receive();
    if (number === undefined) break;
    sum += number;
  }
  console.log(sum);
}

main();

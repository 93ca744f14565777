// Starts 100,000 async functions that send their number.
"use strict";

const { Channel } = require("../shared/channel.js");

const COUNT = 100000;

async function leaf(results, number) {
  await undefined; // runs later, not within the call
  results.send(number);
}

async function main() {
  const results = new Channel();
  for (let i = 0; i < COUNT; ++i) leaf(results, i);
  let sum = 0;
  for (let i = 0; i < COUNT; ++i) sum += await results.receive();
  console.log(sum);
}

main();

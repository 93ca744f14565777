// 10,000 async functions wait at once, each on a channel of its own. When all are
// there, each is sent a number, and answers it.
"use strict";

const { Channel } = require("../shared/channel.js");

const COUNT = 10000;

async function wait(results, gate) {
  results.send(0); // it is there
  results.send(await gate.receive());
}

async function main() {
  const results = new Channel();
  const gates = [];
  for (let i = 0; i < COUNT; ++i) {
    gates.push(new Channel());
    wait(results, gates[i]);
  }
  for (let i = 0; i < COUNT; ++i) await results.receive();
  gates.forEach((gate, i) => gate.send(i));
  let sum = 0;
  for (let i = 0; i < COUNT; ++i) sum += await results.receive();
  console.log(sum);
}

main();

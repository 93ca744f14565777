// A tree of async functions, ten below each, with as many leaves as the argument
// says.
"use strict";

const { Channel } = require("../shared/channel.js");

async function node(parent, first, leaves) {
  await undefined; // runs later, not within the call
  if (leaves === 1) {
    parent.send(first);
    return;
  }
  const children = new Channel();
  const ofChild = leaves / 10;
  for (let i = 0; i < 10; ++i) node(children, first + i * ofChild, ofChild);
  let sum = 0;
  for (let i = 0; i < 10; ++i) sum += await children.receive();
  parent.send(sum);
}

async function main() {
  const result = new Channel();
  node(result, 0, Number(process.argv[2]));
  console.log(await result.receive());
}

main();

// 200,000 messages through two channels between two async functions.
"use strict";

const { Channel } = require("../shared/channel.js");

const pings = new Channel();
const pongs = new Channel();

async function answer() {
  for (;;) {
    const ball = await pings.receive();
    if (ball === undefined) return;
    pongs.send(ball + 1);
  }
}

async function main() {
  answer();
  let ball = 0;
  for (let round = 0; round < 100000; ++round) {
    pings.send(ball);
    ball = await pongs.receive();
  }
  pings.close();
  console.log(ball);
}

main();

// One producer sends 10^6 numbers to ten async functions through one channel.
"use strict";

const { Channel } = require("../shared/channel.js");

const WORKERS = 10;
const jobs = new Channel();
const results = new Channel();

async function work() {
  let sum = 0;
  for (;;) {
    const job = await jobs.receive();
    if (job === undefined) break;
    sum += job;
  }
  results.send(sum);
}

async function main() {
  for (let i = 0; i < WORKERS; ++i) work();
  for (let job = 0; job < 1000000; ++job) jobs.send(job);
  jobs.close();
  let sum = 0;
  for (let i = 0; i < WORKERS; ++i) sum += await results.receive();
  console.log(sum);
}

main();

// Counts connections: each is taken by an async function, which sends a message to the
// one that counts and closes it. The argument is the port.
"use strict";

const net = require("node:net");
const { Channel } = require("../../shared/channel.js");

const connections = new Channel();

async function count() {
  let sum = 0;
  for (;;) sum += await connections.receive();
}

async function take(client) {
  connections.send(1);
  client.on("error", () => client.destroy());
  client.end();
}

count();
net.createServer(take).listen(Number(process.argv[2]));

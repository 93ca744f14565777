// An HTTP server that gives every request the same answer. The argument is its port.
"use strict";

const http = require("node:http");

http
  .createServer((request, response) => response.end("Hello\n"))
  .listen(Number(process.argv[2]));

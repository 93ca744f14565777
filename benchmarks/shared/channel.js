// A channel between async functions: an unbounded queue.
"use strict";

class Channel {
  #values = [];
  #next = 0; // index of the oldest value
  #waiting = [];
  #closed = false;

  send(value) {
    if (this.#waiting.length > 0) {
      this.#waiting.shift()(value);
    } else {
      this.#values.push(value);
    }
  }

  // A value or a promise of one; undefined if the channel is closed and empty.
  receive() {
    if (this.#next < this.#values.length) {
      const value = this.#values[this.#next++];
      if (this.#next === this.#values.length) {
        this.#values = [];
        this.#next = 0;
      }
      return value;
    }
    if (this.#closed) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close() {
    this.#closed = true;
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}

module.exports = { Channel };

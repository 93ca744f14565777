"""10,000 threads wait at once, each on a queue of its own. When all are there,
each is sent a number, and answers it."""

import queue
import threading

COUNT = 10000


def wait(results, gate):
    results.put(0)  # it is there
    results.put(gate.get())


def main():
    results = queue.SimpleQueue()
    gates = []
    for _ in range(COUNT):
        gates.append(queue.SimpleQueue())
        threading.Thread(target=wait, args=(results, gates[-1])).start()
    for _ in range(COUNT):
        results.get()
    for i, gate in enumerate(gates):
        gate.put(i)
    print(sum(results.get() for _ in range(COUNT)))


main()

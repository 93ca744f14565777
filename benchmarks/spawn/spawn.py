"""Starts 100,000 threads that send their number."""

import queue
import threading

COUNT = 100000


def main():
    results = queue.SimpleQueue()
    for i in range(COUNT):
        threading.Thread(target=results.put, args=(i,)).start()
    print(sum(results.get() for _ in range(COUNT)))


main()

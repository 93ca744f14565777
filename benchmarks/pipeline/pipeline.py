"""20,000 numbers go through 100 threads, each of which adds one."""

import queue
import threading


def stage(source, target):
    while (number := source.get()) is not None:
        target.put(number + 1)
    target.put(None)


def main():
    first = last = queue.SimpleQueue()
    for _ in range(100):
        target = queue.SimpleQueue()
        threading.Thread(target=stage, args=(last, target)).start()
        last = target
    for n in range(20000):
        first.put(n)
    first.put(None)
    print(sum(iter(last.get, None)))


main()

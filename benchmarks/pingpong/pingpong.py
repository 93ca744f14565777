"""200,000 messages through two queues between two threads."""

import queue
import threading


def answer(pings, pongs):
    while (ball := pings.get()) is not None:
        pongs.put(ball + 1)


def main():
    pings = queue.SimpleQueue()
    pongs = queue.SimpleQueue()
    threading.Thread(target=answer, args=(pings, pongs)).start()
    ball = 0
    for _ in range(100000):
        pings.put(ball)
        ball = pongs.get()
    pings.put(None)
    print(ball)


main()

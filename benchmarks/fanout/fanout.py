"""One producer sends 10^6 numbers to ten threads through one queue."""

import queue
import threading

WORKERS = 10


def work(jobs, results):
    total = 0
    while (job := jobs.get()) is not None:
        total += job
    results.put(total)


def main():
    jobs = queue.SimpleQueue()
    results = queue.SimpleQueue()
    for _ in range(WORKERS):
        threading.Thread(target=work, args=(jobs, results)).start()
    for job in range(1000000):
        jobs.put(job)
    for _ in range(WORKERS):
        jobs.put(None)
    print(sum(results.get() for _ in range(WORKERS)))


main()

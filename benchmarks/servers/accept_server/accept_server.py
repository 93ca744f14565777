"""Counts connections: each is taken by a thread, which sends a message to the one
that counts and closes it. The argument is the port."""

import queue
import socket
import sys
import threading


def count(connections):
    total = 0
    while True:
        total += connections.get()


def take(connections, client):
    connections.put(1)
    client.close()


def main():
    listener = socket.create_server(("", int(sys.argv[1])), backlog=4096)
    connections = queue.SimpleQueue()
    threading.Thread(target=count, args=(connections,)).start()
    while True:
        client, _ = listener.accept()
        threading.Thread(target=take, args=(connections, client)).start()


main()

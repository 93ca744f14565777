"""An HTTP server that gives every request the same answer, one thread a connection.
The argument is its port."""

import socket
import sys
import threading

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello\n"
LAST_ANSWER = (
    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nHello\n"
)


def serve(client):
    with client:
        request = b""
        while piece := receive(client):
            request += piece
            if b"\r\n\r\n" not in request:
                continue
            if b"Connection: close" in request:
                client.sendall(LAST_ANSWER)
                return
            client.sendall(ANSWER)
            request = b""


def receive(client):
    try:
        return client.recv(4096)
    except ConnectionResetError:
        return b""


def main():
    listener = socket.create_server(("", int(sys.argv[1])), backlog=4096)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,)).start()


main()

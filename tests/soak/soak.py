#!/usr/bin/env python3
"""Puts a Seq server under mixed load and then accounts for everything.

    tests/soak/soak.py --seq bazel-bin/cli/seq --seconds 900

Clients keep connections, make short ones, are slow, leave in the middle and reset.
What they do follows from --seed; how often, from --seconds. When they are done:

* as many connections were accepted as were made, and all of them are closed;
* as many strands were started as have finished and are alive (SIGQUIT tells), and
  in the end all have finished (SEQ_REPORT tells), as many as the server knows of;
* every message was received;
* all descriptors are closed, and memory is where it was after the first part of
  the load, give or take MOST_GROWTH_KIB.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 60.0  # seconds for anything that must happen
CLIENTS = 16  # at a time
WARM_UP = 0.25  # of the seconds, until memory is first measured
MOST_GROWTH_KIB = 2048
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
# main, the strand that keeps the books, and the connection that asks for them.
LIVE_WHILE_ASKED = 3


class Fault(Exception):
    """Something is not as it must be."""


# --- Clients ----------------------------------------------------------------------

PATHS = ("/", "/", "/", "/work", "/work", "/big")
BODIES = {"/": b"hello", "/work": b"125250", "/big": b"0123456789abcdef" * 2**14}


class Connection:
    """An HTTP connection to the server."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._input = self.socket.makefile("rb")

    def answer(self) -> bytes:
        """The body of the next response."""
        status = self._input.readline()
        if not status.startswith(b"HTTP/1.1 200 "):
            raise Fault(f"status line {status!r}")
        length = 0
        while (line := self._input.readline()) != b"\r\n":
            if line.startswith(b"Content-Length: "):
                length = int(line.split()[1])
        return self._input.read(length)

    def expect(self, path: str) -> None:
        body = self.answer()
        if body != BODIES[path]:
            raise Fault(f"{path}: {body[:50]!r}, {len(body)} bytes")

    def expect_end(self) -> None:
        if self._input.read(1):
            raise Fault("more than was asked for")

    def reset(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)

    def close(self) -> None:
        self._input.close()
        self.socket.close()


def request(path: str, last: bool = False) -> bytes:
    end = "Connection: close\r\n" if last else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{end}\r\n".encode()


def keeping(connection: Connection, choice: random.Random) -> None:
    for _ in range(choice.randrange(1, 50)):
        path = choice.choice(PATHS)
        connection.socket.sendall(request(path))
        connection.expect(path)


def short(connection: Connection, choice: random.Random) -> None:
    path = choice.choice(PATHS)
    connection.socket.sendall(request(path, last=True))
    connection.expect(path)
    connection.expect_end()


def half_closing(connection: Connection, choice: random.Random) -> None:
    path = choice.choice(PATHS)
    connection.socket.sendall(request(path))
    connection.socket.shutdown(socket.SHUT_WR)
    connection.expect(path)
    connection.expect_end()


def slow(connection: Connection, choice: random.Random) -> None:
    path = choice.choice(PATHS)
    left = request(path)
    while left:
        size = choice.randrange(1, 20)
        connection.socket.sendall(left[:size])
        left = left[size:]
        time.sleep(choice.uniform(0, 0.03))  # that is what it is there for
    connection.expect(path)


def leaving(connection: Connection, choice: random.Random) -> None:
    """Closes with half a request sent, or none."""
    text = request("/")
    connection.socket.sendall(text[: choice.randrange(len(text))])


def resetting(connection: Connection, choice: random.Random) -> None:
    """Resets after a request, half of one, or none."""
    text = request(choice.choice(PATHS))
    size = choice.choice((0, choice.randrange(len(text)), len(text)))
    connection.socket.sendall(text[:size])
    connection.reset()


def resetting_in_answer(connection: Connection, choice: random.Random) -> None:
    connection.socket.sendall(request("/big"))
    connection.socket.recv(choice.randrange(1, 100_000))
    connection.reset()


BEHAVIOURS: tuple[Callable[[Connection, random.Random], None], ...] = (
    keeping,
    short,
    short,
    half_closing,
    slow,
    leaving,
    resetting,
    resetting_in_answer,
)


class Client(threading.Thread):
    """Makes one connection after the other until the time is over."""

    def __init__(self, port: int, seed: str, deadline: float) -> None:
        super().__init__()
        self.connections = 0
        self.fault = ""
        self._port = port
        self._choice = random.Random(seed)
        self._deadline = deadline

    def run(self) -> None:
        while time.monotonic() < self._deadline and not self.fault:
            behaviour = self._choice.choice(BEHAVIOURS)
            try:
                with contextlib.closing(Connection(self._port)) as connection:
                    self.connections += 1
                    behaviour(connection, self._choice)
            except (Fault, OSError) as problem:
                self.fault = f"{behaviour.__name__}: {problem!r}"


def put_under_load(port: int, seed: str, seconds: float) -> int:
    """The number of connections that were made."""
    deadline = time.monotonic() + seconds
    clients = [Client(port, f"{seed}/{i}", deadline) for i in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    for client in clients:
        if client.fault:
            raise Fault(client.fault)
    return sum(client.connections for client in clients)


# --- The server -------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Use:
    """What the server has of the system's."""

    resident_kib: int
    descriptors: int
    threads: int


class Server:
    """The server's process, and what it can be asked for."""

    def __init__(self, process: subprocess.Popen, errors: pathlib.Path) -> None:
        self._process = process
        self._errors = errors
        self.port = int(process.stdout.readline())

    def books(self, connection: Connection) -> dict[str, int]:
        connection.socket.sendall(request("/status"))
        return entries(connection.answer().decode())

    def strands(self) -> dict[str, int]:
        """What SIGQUIT says: how many are active, spawned, completed."""
        before = len(self._errors.read_text())
        self._process.send_signal(signal.SIGQUIT)
        text = until(
            "the diagnostics",
            lambda: self._errors.read_text()[before:],
            lambda text: "=== End Diagnostics ===" in text,
        )
        found = re.findall(r"^  (Active|Spawned|Completed): (\d+)", text, re.MULTILINE)
        return {name: int(count) for name, count in found}

    def use(self) -> Use:
        process = pathlib.Path(f"/proc/{self._process.pid}")
        status = (process / "status").read_text()
        return Use(
            resident_kib=int(re.search(r"VmRSS:\s*(\d+)", status).group(1)),
            descriptors=len(list((process / "fd").iterdir())),
            threads=int(re.search(r"Threads:\s*(\d+)", status).group(1)),
        )

    def quit(self) -> dict[str, int]:
        """Ends it in order; the books it prints."""
        with contextlib.closing(Connection(self.port)) as connection:
            connection.socket.sendall(request("/quit", last=True))
            connection.answer()
        Connection(self.port).close()  # the one that it does not accept
        last_words, _ = self._process.communicate(timeout=PATIENCE)
        if self._process.returncode != 0:
            raise Fault(f"status {self._process.returncode}")
        return entries(last_words)


def entries(books: str) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r'"(\w+)" (\d+)', books)}


def until(what: str, ask: Callable[[], T], is_so: Callable[[T], bool]) -> T:
    """Asks again until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so(answer := ask()):
        if time.monotonic() > deadline:
            raise Fault(f"{what}: {answer} after {PATIENCE:g} s")
        time.sleep(0.01)
    return answer


@contextlib.contextmanager
def running(seq: pathlib.Path, directory: pathlib.Path) -> Iterator[Server]:
    errors = directory / "stderr"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            [seq, HERE / "server.seq"],
            env={**os.environ, "SEQ_REPORT": f"json:{directory / 'report.json'}"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
    try:
        yield Server(process, errors)
    except Exception:
        print(errors.read_text()[-5000:], file=sys.stderr)
        raise
    finally:
        process.kill()
        process.wait()


# --- The accounts -----------------------------------------------------------------


def check_quiet(server: Server, connections: int) -> Use:
    """Checks that only the connection that asks is left, and what belongs to it."""
    with contextlib.closing(Connection(server.port)) as connection:
        books = until(
            "closed connections",
            lambda: server.books(connection),
            lambda books: books["closed"] == books["accepted"] - 1,
        )
        equal("accepted connections", books["accepted"], connections + 1)
        strands = until(
            "live strands",
            server.strands,
            lambda strands: strands["Active"] == LIVE_WHILE_ASKED,
        )
        started = 2 + books["accepted"] + books["helped"]
        equal("spawned strands", strands["Spawned"], started)
        equal("completed strands", strands["Completed"], started - LIVE_WHILE_ASKED)
        return server.use()


def check_end(books: dict[str, int], report: dict[str, int], connections: int) -> None:
    equal("accepted connections", books["accepted"], connections)
    equal("closed connections", books["closed"], connections)
    started = 2 + connections + books["helped"]
    equal("spawned strands", report["strands_spawned"], started)
    equal("completed strands", report["strands_completed"], started)
    equal("received", report["messages_received"], report["messages_sent"])


def equal(what: str, actual: int, expected: int) -> None:
    if actual != expected:
        raise Fault(f"{what}: {actual}, not {expected}")


def soak(seq: pathlib.Path, seed: str, seconds: float, directory: pathlib.Path) -> None:
    with running(seq, directory) as server:
        made = put_under_load(server.port, f"{seed}/warm-up", seconds * WARM_UP)
        before = check_quiet(server, made)
        made += 1  # check_quiet's
        print(f"{made} connections: {before}", flush=True)
        made += put_under_load(server.port, seed, seconds * (1 - WARM_UP))
        after = check_quiet(server, made)
        made += 1
        print(f"{made} connections: {after}", flush=True)
        equal("descriptors", after.descriptors, before.descriptors)
        if after.resident_kib > before.resident_kib + MOST_GROWTH_KIB:
            raise Fault("memory has grown")
        books = server.quit()
        made += 1
    report = json.loads((directory / "report.json").read_text())
    print(f"{books} {report}")
    check_end(books, report, made)


def main() -> int:
    parser = argparse.ArgumentParser(description="See the head of this file.")
    parser.add_argument("--seq", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="seq-soak-") as directory:
        try:
            soak(options.seq, options.seed, options.seconds, pathlib.Path(directory))
        except Fault as fault:
            print(f"FAULT: {fault}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

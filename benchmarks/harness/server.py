"""A server program under load: its process, and what the load generators say."""

import contextlib
import os
import pathlib
import random
import re
import resource
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence

from harness import cache
from harness.goals import Figures
from harness.workloads import ROOT

_PATIENCE = 20  # seconds for a server to listen, or to answer
_CONNECTIONS = 100  # of wrk
_HTTP_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


class NoResult(Exception):
    """The server, or the load, did not do what it should."""


class Server:
    """A running server program."""

    def __init__(self, process: subprocess.Popen, port: int) -> None:
        self.port = port
        self._process = process

    def wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise NoResult(f"the server ended: {self._process.returncode}")
            with contextlib.suppress(OSError):
                self.connected().close()
                return
            time.sleep(0.01)
        raise NoResult("the server does not listen")

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), _PATIENCE)

    def resident_mib(self) -> float:
        return self._status("VmRSS") / 1024

    def peak_mib(self) -> float:
        return self._status("VmHWM") / 1024

    def cpu_seconds(self) -> float:
        """Of the process so far."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _status(self, field: str) -> int:
        found = re.search(rf"^{field}:\s*(\d+)", self._proc("status"), re.MULTILINE)
        if not found:
            raise NoResult("the server has ended")
        return int(found.group(1))

    def _proc(self, name: str) -> str:
        return pathlib.Path(f"/proc/{self._process.pid}/{name}").read_text()


@contextlib.contextmanager
def running(command: Sequence[str]) -> Iterator[Server]:
    """Starts the program with a free port as its last argument; kills it in the
    end."""
    port = _free_port()
    process = subprocess.Popen(
        [*command, str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(process, port)
        server.wait_until_it_listens()
        yield server
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    """Not one of those that the system gives to clients: one could connect to
    itself."""
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("", port))
            return port


def allow_many_files() -> None:
    """Lets this process and its children open as many files as they may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def http_load(
    server: Server, seconds: float, *options: str, connections: int = _CONNECTIONS
) -> Figures:
    """What wrk measures, with further options for it."""
    threads = min(connections, 2)
    cpu = server.cpu_seconds()
    done = subprocess.run(
        [
            *("wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds:g}s"),
            "--latency",
            *options,
            f"http://127.0.0.1:{server.port}/",
        ],
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    cpu = server.cpu_seconds() - cpu
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    count = re.search(r"(\d+) requests in", done.stdout)
    p99 = re.search(r"99%\s+([\d.]+)(\w+)", done.stdout)
    slowest = re.search(r"Latency(?:\s+[\d.]+\w+){2}\s+([\d.]+)(\w+)", done.stdout)
    if not (rate and count and p99 and slowest) or int(count.group(1)) == 0:
        raise NoResult(f"wrk says: {done.stdout.strip()[-200:]}")
    faults = re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", done.stdout)
    return {
        "per second": float(rate.group(1)),
        "p99 ms": _milliseconds(p99),
        "slowest ms": _milliseconds(slowest),
        "errors": float(sum(map(int, faults))),
        "CPU us each": cpu * 1e6 / int(count.group(1)),
    }


def _milliseconds(figure: re.Match[str]) -> float:
    return float(figure.group(1)) * _MILLISECONDS[figure.group(2)]


def connect_load(server: Server, seconds: float, at_once: int) -> Figures:
    """Connects that many times at once, again and again."""
    program = cache.made(
        "connect_load",
        ROOT / "servers/connect_load.cc",
        ["g++", "-std=c++20", "-O2", "-o", "{target}", "{source}"],
    )
    cpu = server.cpu_seconds()
    done = subprocess.run(
        [str(program), str(server.port), str(at_once), str(seconds)],
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    cpu = server.cpu_seconds() - cpu
    connections, errors, taken = map(float, done.stdout.split())
    if not connections:
        raise NoResult(f"{errors:g} connections failed")
    return {
        "per second": connections / taken,
        "errors": errors,
        "CPU us each": cpu * 1e6 / connections,
    }


@contextlib.contextmanager
def idle_connections(server: Server, count: int) -> Iterator[None]:
    """Connections on which a request was answered, and that stay open."""
    clients = []
    try:
        for _ in range(count):
            clients.append(server.connected())
            clients[-1].sendall(_HTTP_REQUEST)
            if not clients[-1].recv(4096).startswith(b"HTTP/1.1 200"):
                raise NoResult(f"no answer on connection {len(clients)}")
        yield
    except OSError as error:
        raise NoResult(f"connection {len(clients) + 1}: {error}") from error
    finally:
        for client in clients:
            linger = (socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            client.setsockopt(*linger)
            client.close()

#!/usr/bin/env python3
"""Puts servers in Seq and other languages under load and compares them.

See README.md; `benchmarks/servers.py --help` lists the options.
"""

import argparse
import dataclasses
import json
import pathlib
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence

sys.dont_write_bytecode = True  # no __pycache__ in the source tree

from harness import command_line, goals, peers, report, server
from harness.goals import Figures, Verdict
from harness.peers import Peer
from harness.server import Server
from harness.workloads import ROOT, Workload

IDLE = 10_000
# Strands that compute for ever: as many as a program may have by mistake, and more
# than most machines have cores.
FEW_BUSY = 4
MANY_BUSY = 50


@dataclasses.dataclass(frozen=True)
class Scenario:
    description: str
    programs: str  # a folder of servers/
    load: Callable[[Server, float], Figures]
    arguments: tuple[str, ...] = ()  # before the port

    def workload(self, name: str) -> Workload:
        return Workload(
            name=name,
            folder=ROOT / "servers" / self.programs,
            description=self.description,
            arguments=self.arguments,
            sizes=(),
            timeout=0,
            without={},
        )


@dataclasses.dataclass
class Runs:
    """What was measured of one server in one scenario."""

    runs: list[Figures] = dataclasses.field(default_factory=list)
    failure: str = ""  # how a run failed; there were no further ones

    @property
    def figures(self) -> Figures:
        """Medians; of memory the largest, of errors all."""
        if self.failure:
            return {}
        return {
            name: COMBINED.get(name, statistics.median)(
                [run[name] for run in self.runs]
            )
            for name in self.runs[0]
        }


COMBINED: dict[str, Callable[[Sequence[float]], float]] = {
    "errors": sum,
    "MiB": max,
    "MiB growth": max,
    "slowest ms": max,
}


_ONE_REQUEST = ("-H", "Connection: close")


def keep_alive(running: Server, seconds: float) -> Figures:
    return server.http_load(running, seconds)


def one_request(running: Server, seconds: float) -> Figures:
    return server.http_load(running, seconds, *_ONE_REQUEST)


def one_client(running: Server, seconds: float) -> Figures:
    return server.http_load(running, seconds, *_ONE_REQUEST, connections=1)


def with_idle(running: Server, seconds: float) -> Figures:
    with server.idle_connections(running, IDLE):
        server.http_load(running, 1)  # until all memory is in use
        before = running.resident_mib()
        figures = server.http_load(running, seconds)
        return {**figures, "MiB growth": running.resident_mib() - before}


def accept_one(running: Server, seconds: float) -> Figures:
    return server.connect_load(running, seconds, 1)


def accept_200(running: Server, seconds: float) -> Figures:
    return server.connect_load(running, seconds, 200)


SCENARIOS: Mapping[str, Scenario] = {
    "keep_alive": Scenario(
        "100 connections with one request after the other", "http_server", keep_alive
    ),
    "one_request": Scenario(
        "100 connections at a time, each for one request", "http_server", one_request
    ),
    "idle": Scenario(
        f"keep_alive, while {IDLE} other connections are idle", "http_server", with_idle
    ),
    "accept_one": Scenario(
        "connections that are counted and closed, one by one",
        "accept_server",
        accept_one,
    ),
    "accept_200": Scenario(
        "connections that are counted and closed, 200 at once",
        "accept_server",
        accept_200,
    ),
    "busy_start": Scenario(
        "one connection after the other, each for one request, beside "
        f"{FEW_BUSY} strands that compute for ever",
        "busy_server",
        one_client,
        (str(FEW_BUSY),),
    ),
    "busy_server": Scenario(
        "100 connections at a time, each for one request, beside "
        f"{MANY_BUSY} strands that compute for ever",
        "busy_server",
        one_request,
        (str(MANY_BUSY),),
    ),
}


def other_servers() -> list[Peer]:
    """The peers with servers; "go" uses net/http where there is a choice."""
    known = {peer.name: peer for peer in peers.OTHERS}
    raw = dataclasses.replace(known["go"], name="go-raw", suffix="_raw.go")
    names = ("cpp", "go", "node", "erlang", "python3")
    return [*(known[name] for name in names), raw]


def main() -> int:
    options = parse_options()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing. To have it: apt-get install wrk")
    server.allow_many_files()
    tables = []
    verdicts = []
    measured = {}
    with tempfile.TemporaryDirectory(prefix="seq-benchmark-") as directory:
        seqs = command_line.interpreters(options, pathlib.Path(directory))
        chosen = {name: SCENARIOS[name].workload(name) for name in options.workloads}
        others = command_line.present_peers(options.peers, list(chosen.values()))
        for name, workload in chosen.items():
            measured[name] = measure(
                workload, SCENARIOS[name].load, [*seqs, *others], options
            )
            tables.append(command_line.show(scenario_table(workload, measured[name])))
            verdicts += judged(name, measured[name])

    tables.insert(0, command_line.show(report.goals_table(verdicts)))
    command_line.write_markdown(options.markdown, circumstances(options), tables)
    if options.json:
        options.json.write_text(as_json(options, measured, verdicts))
    return 1 if any(servers["seq"].failure for servers in measured.values()) else 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Puts servers under load, in turn, and compares medians. The "
        "status is 1 if a Seq server fails."
    )
    known = list(SCENARIOS)
    parser.add_argument(
        "workloads", nargs="*", metavar="SCENARIO", help=", ".join(known)
    )
    command_line.add_options(parser, runs=3, others=other_servers())
    parser.add_argument(
        "--seconds", type=float, default=5, help="of load in each run (5)"
    )
    return command_line.parsed(parser, known, other_servers())


def measure(
    workload: Workload,
    load: Callable[[Server, float], Figures],
    who: Sequence[Peer],
    options: argparse.Namespace,
) -> dict[str, Runs]:
    commands = {
        peer.name: command for peer in who if (command := peer.program(workload))
    }
    measured = {name: Runs() for name in commands}
    for _ in range(options.runs):
        for name, command in commands.items():
            if not measured[name].failure:
                run(command, load, options.seconds, measured[name])
    return measured


def run(
    command: Sequence[str],
    load: Callable[[Server, float], Figures],
    seconds: float,
    measured: Runs,
) -> None:
    try:
        with server.running(command) as running:
            figures = load(running, seconds)
            measured.runs.append({**figures, "MiB": running.peak_mib()})
    except server.NoResult as problem:
        measured.failure = str(problem)


def judged(name: str, measured: Mapping[str, Runs]) -> list[Verdict]:
    figures = {peer: runs.figures for peer, runs in measured.items()}
    return goals.verdicts(name, goals.OF_SERVERS[name], figures)


def scenario_table(workload: Workload, measured: Mapping[str, Runs]) -> report.Table:
    """A row for each server. Ratios above 1 say that Seq's serves more."""
    columns = list(
        dict.fromkeys(name for runs in measured.values() for name in runs.figures)
    )
    seq = measured["seq"].figures.get("per second")
    rows = []
    for peer, runs in measured.items():
        figures = runs.figures
        shown = [f"{figures[name]:.1f}" if name in figures else "-" for name in columns]
        if runs.failure:
            shown[:1] = [runs.failure]
        rows.append([peer, *shown, report.ratio(seq, figures.get("per second"))])
    title = f"{workload.name}: {workload.description}"
    return report.Table(title, ["server", *columns, "seq / peer"], rows)


def circumstances(options: argparse.Namespace) -> str:
    return f"{report.circumstances(options.runs)}, {options.seconds:g} s each"


def as_json(
    options: argparse.Namespace,
    measured: Mapping[str, Mapping[str, Runs]],
    verdicts: Sequence[Verdict],
) -> str:
    document = {
        "circumstances": circumstances(options),
        "scenarios": {
            name: {
                "description": SCENARIOS[name].description,
                "servers": {
                    peer: {**dataclasses.asdict(runs), "figures": runs.figures}
                    for peer, runs in servers.items()
                },
            }
            for name, servers in measured.items()
        },
        "goals": [verdict.fields() for verdict in verdicts],
    }
    return json.dumps(document, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())

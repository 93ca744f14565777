"""The peers: what runs a workload's programs."""

import dataclasses
import pathlib
import shutil
import sys
from collections.abc import Sequence

from harness import cache
from harness.workloads import ROOT, Workload

# Makes a script of the compiled module, so that no run compiles it. A million
# processes are more than are allowed by default.
_MAKE_ESCRIPT = """
    {ok, _, Beam} = compile:file("{source}", [binary, report]),
    Emulator = {emu_args, "+P 2000000"},
    ok = escript:create("{target}", [shebang, Emulator, {beam, Beam}]),
    halt().
"""

_SEQ_SUFFIX = ".seq"


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    suffix: str  # of its programs
    command: tuple[str, ...]  # before the program's arguments
    build: tuple[str, ...] = ()  # makes {target}, which command then names
    package: str = ""  # Debian's
    headers: tuple[pathlib.Path, ...] = ()  # that its programs may include

    def present(self) -> bool:
        tool = (self.build or self.command)[0]
        return shutil.which(tool) is not None

    def program(self, workload: Workload) -> list[str] | None:
        """The command that runs the workload, or None if it has no such program."""
        if workload.checks:
            return self._check(workload)
        if not workload.has_program(self.name, self.suffix):
            return None
        source = workload.source(self.suffix)
        target = None
        if self.build:
            name = f"{workload.folder.name}-{self.name}"
            target = cache.made(name, source, self.build, self.headers)
        return [
            *cache.filled_in(self.command, source, target),
            *workload.arguments,
        ]

    def _check(self, workload: Workload) -> list[str] | None:
        is_seq = self.suffix == _SEQ_SUFFIX
        return [self.command[0], "check", *workload.arguments] if is_seq else None


OTHERS: tuple[Peer, ...] = (
    Peer(
        "cpp",
        ".cc",
        ("{target}",),
        build=("g++", "-std=c++20", "-O2", "-pthread", "-o", "{target}", "{source}"),
        package="g++",
        headers=tuple(sorted((ROOT / "shared").glob("*.h"))),
    ),
    Peer(
        "go",
        ".go",
        ("{target}",),
        build=("go", "build", "-o", "{target}", "{source}"),
        package="golang",
    ),
    Peer("luajit", ".lua", ("luajit", "{source}"), package="luajit"),
    Peer("luajit-joff", ".lua", ("luajit", "-joff", "{source}"), package="luajit"),
    Peer("lua5.4", ".lua", ("lua5.4", "{source}"), package="lua5.4"),
    Peer("gforth-fast", ".fs", ("gforth-fast", "{source}"), package="gforth"),
    # Not "python3", which may be a script that looks for the version to run.
    Peer("python3", ".py", (sys.executable, "{source}"), package="python3"),
    Peer("ruby", ".rb", ("ruby", "{source}"), package="ruby"),
    Peer("node", ".js", ("node", "{source}"), package="nodejs"),
    Peer(
        "erlang",
        ".erl",
        ("escript", "{target}"),
        build=("erl", "-noshell", "-eval", _MAKE_ESCRIPT),
        package="erlang-base",
    ),
)


def seq(name: str, binary: pathlib.Path) -> Peer:
    return Peer(name, _SEQ_SUFFIX, (str(binary), "{source}"))


def select(wanted: Sequence[str] | None, others: Sequence[Peer]) -> list[Peer]:
    """Those of the others that have these names, or all."""
    known = {peer.name: peer for peer in others}
    if wanted is None:
        return list(others)
    for name in wanted:
        if name not in known:
            raise SystemExit(f"no peer {name}; there are {', '.join(known)}")
    return [known[name] for name in wanted]


def split_missing(
    peers: Sequence[Peer], workloads: Sequence[Workload]
) -> tuple[list[Peer], list[Peer]]:
    """The peers that can run, and those that are missed: a workload has a program
    for them, but they are not installed."""
    present = [peer for peer in peers if peer.present()]
    missed = [
        peer
        for peer in peers
        if not peer.present()
        and any(workload.has_program(peer.name, peer.suffix) for workload in workloads)
    ]
    return present, missed

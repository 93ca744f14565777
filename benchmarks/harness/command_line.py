"""What run.py and servers.py have in common."""

import argparse
import pathlib
import sys
from collections.abc import Sequence

from harness import peers, report, seq_binary
from harness.peers import Peer
from harness.workloads import Workload


def add_options(
    parser: argparse.ArgumentParser, runs: int, others: Sequence[Peer]
) -> None:
    parser.add_argument(
        "--runs", type=int, default=runs, help=f"of each program ({runs})"
    )
    parser.add_argument(
        "--peers",
        type=lambda text: [name for name in text.split(",") if name],
        help="comma-separated, default all: " + ", ".join(peer.name for peer in others),
    )
    parser.add_argument(
        "--seq", type=pathlib.Path, help="an interpreter; default: build //:seq"
    )
    parser.add_argument(
        "--against", metavar="REV", help="also measure the interpreter of this commit"
    )
    parser.add_argument(
        "--markdown", type=pathlib.Path, metavar="FILE", help="write the tables there"
    )
    parser.add_argument(
        "--json", type=pathlib.Path, metavar="FILE", help="write all figures there"
    )


def parsed(
    parser: argparse.ArgumentParser, known: Sequence[str], others: Sequence[Peer]
) -> argparse.Namespace:
    """The options, with the workloads and the peers that were chosen."""
    options = parser.parse_args()
    for name in options.workloads:
        if name not in known:
            parser.error(f"no workload {name}; there are {', '.join(known)}")
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    options.workloads = options.workloads or known
    options.peers = peers.select(options.peers, others)
    return options


def interpreters(options: argparse.Namespace, directory: pathlib.Path) -> list[Peer]:
    """The interpreter to measure, and the one to compare it with."""
    binary = options.seq or seq_binary.of_this_tree()
    seqs = [peers.seq("seq", seq_binary.copied(binary, directory))]
    if options.against:
        commit, other = seq_binary.of_revision(options.against)
        seqs.append(peers.seq(f"seq@{commit}", other))
    return seqs


def present_peers(wanted: Sequence[Peer], chosen: Sequence[Workload]) -> list[Peer]:
    present, missed = peers.split_missing(wanted, chosen)
    if missed:
        names = ", ".join(peer.name for peer in missed)
        packages = " ".join(sorted({peer.package for peer in missed}))
        print(
            f"Left out: {names}. To have them: apt-get install {packages}",
            file=sys.stderr,
        )
    return present


def show(table: report.Table) -> report.Table:
    print(f"{table.text()}\n", flush=True)
    return table


def write_markdown(
    path: pathlib.Path | None, circumstances: str, tables: Sequence[report.Table]
) -> None:
    if path:
        parts = [circumstances, *(table.markdown() for table in tables)]
        path.write_text("\n\n".join(parts) + "\n")

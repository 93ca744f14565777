#!/usr/bin/env python3
"""Runs the workloads in Seq and other languages and compares what they take.

See README.md; `benchmarks/run.py --help` lists the options.
"""

import argparse
import pathlib
import sys
import tempfile
from collections.abc import Sequence

sys.dont_write_bytecode = True  # no __pycache__ in the source tree

from harness import goals, measure, peers, report, seq_binary, workloads
from harness.peers import Peer
from harness.workloads import Workload


def main() -> int:
    options = parse_options()
    chosen = [workloads.load(name) for name in options.workloads]
    if options.growth and not any(workload.sizes for workload in chosen):
        raise SystemExit("none of these workloads can grow")
    with tempfile.TemporaryDirectory(prefix="seq-benchmark-") as directory:
        seqs = interpreters(options, pathlib.Path(directory))
        if options.growth:
            tables = [
                show(table)
                for workload in chosen
                for table in measure_growth(workload, seqs, options.runs)
            ]
            write_markdown(options, tables)
            return 0

        others = present_peers(options.peers, chosen)
        results = []
        for workload in chosen:
            results.append(
                measure_workload(
                    workload, [*seqs, *others], options.runs, options.cpu
                )
            )
            show_result(results[-1])

    summaries = report.summaries(results) if len(results) > 1 else []
    for table in summaries:
        show(table)
    details = [report.workload_table(result) for result in results]
    write_markdown(options, [*summaries, report.goals_table(results), *details])
    if options.json:
        options.json.write_text(report.as_json(results, options.runs, options.cpu))
    return 1 if any(failed(result) for result in results) else 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Runs workloads in Seq and other languages, interleaved, and "
        "compares median times, peak memory and outputs. The status is 1 if "
        "outputs differ or a Seq program fails."
    )
    known = workloads.names()
    parser.add_argument(
        "workloads", nargs="*", metavar="WORKLOAD", help=", ".join(known)
    )
    parser.add_argument("--runs", type=int, default=5, help="of each program (5)")
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="judge by CPU instead of wall time, for a machine that has more to do",
    )
    parser.add_argument(
        "--peers",
        type=lambda text: [name for name in text.split(",") if name],
        help="comma-separated, default all: "
        + ", ".join(peer.name for peer in peers.OTHERS),
    )
    parser.add_argument(
        "--growth",
        action="store_true",
        help="run the Seq programs with growing sizes instead",
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
    options = parser.parse_args()
    for name in options.workloads:
        if name not in known:
            parser.error(f"no workload {name}; there are {', '.join(known)}")
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    options.workloads = options.workloads or known
    options.peers = peers.select(options.peers)
    return options


def interpreters(options: argparse.Namespace, directory: pathlib.Path) -> list[Peer]:
    """The interpreter to measure, and the one to compare it with."""
    binary = options.seq or seq_binary.of_this_tree()
    seqs = [peers.seq("seq", seq_binary.copied(binary, directory))]
    if options.against:
        commit, other = seq_binary.of_revision(options.against)
        seqs.append(peers.seq(f"seq@{commit}", other))
    return seqs


def present_peers(
    wanted: Sequence[Peer], chosen: Sequence[Workload]
) -> list[Peer]:
    present, missed = peers.split_missing(wanted, chosen)
    if missed:
        names = ", ".join(peer.name for peer in missed)
        packages = " ".join(sorted({peer.package for peer in missed}))
        print(
            f"Left out: {names}. To have them: apt-get install {packages}",
            file=sys.stderr,
        )
    return present


def measure_workload(
    workload: Workload, who: Sequence[Peer], runs: int, by_cpu: bool
) -> report.Result:
    commands = {
        peer.name: command for peer in who if (command := peer.program(workload))
    }
    samples = measure.interleaved(commands, runs, workload.timeout, by_cpu)
    return report.Result(
        workload=workload,
        samples=samples,
        faults=measure.disagreements(samples),
        verdicts=goals.verdicts(workload.name, samples),
    )


def measure_growth(
    workload: Workload, seqs: Sequence[Peer], runs: int
) -> list[report.Table]:
    """A table for each interpreter; none if the workload has no sizes."""
    tables = []
    for peer in seqs if workload.sizes else []:
        command = peer.program(workload)
        commands = {str(size): [*command, str(size)] for size in workload.sizes}
        samples = measure.interleaved(commands, runs, workload.timeout)
        tables.append(
            report.growth_table(workload.name, workload.sizes, peer.name, samples)
        )
    return tables


def show(table: report.Table) -> report.Table:
    print(f"{table.text()}\n", flush=True)
    return table


def show_result(result: report.Result) -> None:
    print(report.workload_table(result).text())
    for verdict in result.verdicts:
        print(f"  {verdict}")
    if result.faults:
        print(f"  *** {result.workload.name}: THE OUTPUTS DIFFER ***")
        for fault in result.faults:
            print(f"  *** {fault}")
    print(flush=True)


def failed(result: report.Result) -> bool:
    return bool(result.faults or result.samples["seq"].failure)


def write_markdown(options: argparse.Namespace, tables: Sequence[report.Table]) -> None:
    if options.markdown:
        parts = [report.circumstances(options.runs, options.cpu)]
        parts += [table.markdown() for table in tables]
        options.markdown.write_text("\n\n".join(parts) + "\n")


if __name__ == "__main__":
    sys.exit(main())

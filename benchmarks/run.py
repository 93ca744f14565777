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

from harness import command_line, goals, measure, peers, report, workloads
from harness.peers import Peer
from harness.workloads import Workload


def main() -> int:
    options = parse_options()
    chosen = [workloads.load(name) for name in options.workloads]
    if options.growth and not any(workload.sizes for workload in chosen):
        raise SystemExit("none of these workloads can grow")
    with tempfile.TemporaryDirectory(prefix="seq-benchmark-") as directory:
        seqs = command_line.interpreters(options, pathlib.Path(directory))
        if options.growth:
            tables = [
                command_line.show(table)
                for workload in chosen
                for table in measure_growth(workload, seqs, options.runs, options.cpu)
            ]
            write_tables(options, tables)
            return 0

        others = command_line.present_peers(options.peers, chosen)
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
        command_line.show(table)
    verdicts = [verdict for result in results for verdict in result.verdicts]
    details = [report.workload_table(result) for result in results]
    write_tables(options, [*summaries, report.goals_table(verdicts), *details])
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
    command_line.add_options(parser, runs=5, others=peers.OTHERS)
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="judge by CPU instead of wall time, for a machine that has more to do",
    )
    parser.add_argument(
        "--growth",
        action="store_true",
        help="run the Seq programs with growing sizes instead",
    )
    return command_line.parsed(parser, known, peers.OTHERS)


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
        verdicts=goals.verdicts(
            workload.name,
            goals.of_workload(workload.name),
            {name: sample.figures for name, sample in samples.items()},
        ),
    )


def measure_growth(
    workload: Workload, seqs: Sequence[Peer], runs: int, by_cpu: bool
) -> list[report.Table]:
    """A table for each interpreter; none if the workload has no sizes."""
    tables = []
    sized = {size: workloads.load(workload.name, size) for size in workload.sizes}
    for peer in seqs if sized else []:
        commands = {str(size): peer.program(sized[size]) for size in sized}
        samples = measure.interleaved(commands, runs, workload.timeout, by_cpu)
        tables.append(
            report.growth_table(workload.name, workload.sizes, peer.name, samples)
        )
    return tables


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


def write_tables(options: argparse.Namespace, tables: Sequence[report.Table]) -> None:
    circumstances = report.clocked(options.runs, options.cpu)
    command_line.write_markdown(options.markdown, circumstances, tables)


if __name__ == "__main__":
    sys.exit(main())

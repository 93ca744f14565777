"""Tables of what was measured, as text, markdown and JSON."""

import dataclasses
import datetime
import json
import os
import pathlib
from collections.abc import Mapping, Sequence

from harness.goals import Verdict
from harness.measure import Samples
from harness.workloads import Workload


@dataclasses.dataclass(frozen=True)
class Table:
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """Aligned columns, all but the first to the right."""
        lines = [self.header, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.header))]
        shown = [
            "  ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths))
            )
            for line in lines
        ]
        return "\n".join([self.title, *(f"  {line}".rstrip() for line in shown)])

    def markdown(self) -> str:
        lines = [self.header, ["---"] + ["---:"] * (len(self.header) - 1), *self.rows]
        return "\n".join(
            [f"{self.title}\n", *("| " + " | ".join(line) + " |" for line in lines)]
        )


@dataclasses.dataclass
class Result:
    """What was measured of one workload."""

    workload: Workload
    samples: dict[str, Samples]  # by peer; "seq" is the first
    faults: list[str]  # of the outputs
    verdicts: list[Verdict]


def seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}" if value < 1 else f"{value:.3f}"


def ratio(value: float | None, base: float | None) -> str:
    return f"{value / base:.2f}" if value and base else "-"


def mebibytes(kib: int) -> str:
    return f"{kib / 1024:.1f}"


def workload_table(result: Result) -> Table:
    """A row for each peer."""
    seq = result.samples["seq"].median
    rows = [
        [
            name,
            sample.failure or seconds(sample.median),
            seconds(sample.minimum),
            ratio(seq, sample.median),
            mebibytes(sample.memory_kib),
        ]
        for name, sample in result.samples.items()
    ]
    title = f"{result.workload.name}: {result.workload.description}"
    for name, why in result.workload.without.items():
        title += f"; without {name}: {why}"
    return Table(title, ["peer", "median s", "min s", "seq / peer", "MiB"], rows)


def growth_table(
    name: str, sizes: Sequence[int], peer: str, samples: Mapping[str, Samples]
) -> Table:
    """A row for each size, with its ratios to the first one."""
    first = samples[str(sizes[0])]
    rows = [
        [
            str(size),
            samples[str(size)].failure or seconds(samples[str(size)].median),
            ratio(samples[str(size)].median, first.median),
            mebibytes(samples[str(size)].memory_kib),
            ratio(samples[str(size)].memory_kib, first.memory_kib),
        ]
        for size in sizes
    ]
    return Table(
        f"{name}, growth of {peer}", ["size", "median s", "ratio", "MiB", "ratio"], rows
    )


def summaries(results: Sequence[Result]) -> list[Table]:
    """Medians and ratios of all workloads, a column for each peer."""
    peers = list(dict.fromkeys(name for result in results for name in result.samples))

    def median(result: Result, peer: str) -> float | None:
        return result.samples[peer].median if peer in result.samples else None

    medians = [
        [result.workload.name, *(seconds(median(result, peer)) for peer in peers)]
        for result in results
    ]
    ratios = [
        [
            result.workload.name,
            *(ratio(median(result, "seq"), median(result, p)) for p in peers[1:]),
        ]
        for result in results
    ]
    return [
        Table("Median seconds", ["workload", *peers], medians),
        Table("Median of seq / median of the peer", ["workload", *peers[1:]], ratios),
    ]


def goals_table(verdicts: Sequence[Verdict]) -> Table:
    rows = [
        [verdict.workload, verdict.measured, verdict.outcome] for verdict in verdicts
    ]
    return Table("Goals", ["workload", "seq", "goal"], rows)


def circumstances(runs: int) -> str:
    """One line: when, where and how often."""
    processor = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    today = datetime.date.today().isoformat()
    return f"{today}, {processor}, {os.cpu_count()} cores, {runs} interleaved runs"


def clocked(runs: int, by_cpu: bool) -> str:
    clock = "CPU" if by_cpu else "wall"
    return f"{circumstances(runs)}, {clock} time"


def as_json(results: Sequence[Result], runs: int, by_cpu: bool) -> str:
    document = {
        "circumstances": clocked(runs, by_cpu),
        "runs": runs,
        "workloads": {
            result.workload.name: {
                "description": result.workload.description,
                "outputs_agree": not result.faults,
                "peers": {
                    name: _sample_fields(sample)
                    for name, sample in result.samples.items()
                },
                "goals": [verdict.fields() for verdict in result.verdicts],
            }
            for result in results
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _sample_fields(sample: Samples) -> dict[str, object]:
    return {
        "median_seconds": sample.median,
        "minimum_seconds": sample.minimum,
        "seconds": sample.seconds,
        "cpu_seconds": sample.cpu_seconds,
        "memory_kib": sample.memory_kib,
        "failure": sample.failure,
    }

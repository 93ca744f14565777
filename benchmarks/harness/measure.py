"""Runs programs and keeps what the runs took."""

import dataclasses
import pathlib
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence

from harness import cache
from harness.goals import Figures

_HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Samples:
    """The runs of one program, judged by wall or by CPU seconds."""

    by_cpu: bool = False
    seconds: list[float] = dataclasses.field(default_factory=list)
    cpu_seconds: list[float] = dataclasses.field(default_factory=list)
    memory_kib: int = 0  # the largest peak of all runs
    output: bytes | None = None  # of the first run
    output_varies: bool = False
    failure: str = ""  # how a run failed; there were no further ones

    @property
    def judged(self) -> list[float]:
        return self.cpu_seconds if self.by_cpu else self.seconds

    @property
    def median(self) -> float | None:
        """Median seconds; None if a run has failed."""
        return None if self.failure else statistics.median(self.judged)

    @property
    def figures(self) -> Figures:
        """What goals are about; nothing if a run has failed."""
        if self.failure:
            return {}
        return {
            "seconds": self.median,
            "s in the slowest run": max(self.judged),
            "MiB": self.memory_kib / 1024,
        }

    @property
    def minimum(self) -> float | None:
        return None if self.failure else min(self.judged)


def interleaved(
    commands: Mapping[str, Sequence[str]],
    runs: int,
    timeout: float,
    by_cpu: bool = False,
) -> dict[str, Samples]:
    """Runs each command that many times, in turn, so that a busy machine slows all
    of them alike."""
    samples = {name: Samples(by_cpu=by_cpu) for name in commands}
    with tempfile.TemporaryDirectory(prefix="seq-benchmark-") as directory:
        for _ in range(runs):
            for name, command in commands.items():
                if not samples[name].failure:
                    _run(command, timeout, pathlib.Path(directory), samples[name])
    return samples


def _run(
    command: Sequence[str],
    timeout: float,
    directory: pathlib.Path,
    samples: Samples,
) -> None:
    launcher = cache.made(
        "launch",
        _HERE / "launch.cc",
        ["g++", "-std=c++20", "-O2", "-static", "-o", "{target}", "{source}"],
    )
    report = directory / "report"
    work = directory / "work"
    work.mkdir(exist_ok=True)
    done = subprocess.run(
        [str(launcher), str(timeout), str(report), *command],
        cwd=work,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"cannot start {command[0]}: {done.stderr.decode()}")

    wall, cpu, peak, ending = report.read_text().strip().split(" ", 3)
    samples.seconds.append(float(wall))
    samples.cpu_seconds.append(float(cpu))
    samples.memory_kib = max(samples.memory_kib, int(peak))
    if ending == "timeout":
        samples.failure = f"timeout, {timeout:g} s"
    elif ending != "exit 0":
        last_line = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        samples.failure = f"{ending}: {last_line}" if last_line else ending
    elif samples.output is None:
        samples.output = done.stdout
    elif samples.output != done.stdout:
        samples.output_varies = True


def disagreements(samples: Mapping[str, Samples]) -> list[str]:
    """What is wrong with the outputs, a line for each fault; nothing if all are the
    same."""
    faults = [
        f"{name} prints something else in another run"
        for name, sample in samples.items()
        if sample.output_varies
    ]
    outputs = {
        name: sample.output
        for name, sample in samples.items()
        if sample.output is not None and not sample.failure
    }
    if len(set(outputs.values())) > 1:
        faults += [f"{name} prints {output!r:.200}" for name, output in outputs.items()]
    return faults

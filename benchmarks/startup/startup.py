#!/usr/bin/env python3
"""How long the interpreter takes to start and end: medians over many runs.

    bazel build //cli:seq
    benchmarks/startup/startup.py [SEQ [RUNS]]

Prints one markdown row a program, with /bin/true beside it for scale. Runs are
interleaved, so that a busy machine slows all of them alike.
"""

import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def main():
    seq = sys.argv[1] if len(sys.argv) > 1 else str(
        HERE.parent.parent / "bazel-bin/cli/seq")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    commands = {"/bin/true": ["/bin/true"]}
    for program in sorted(HERE.glob("*.seq")):
        commands[program.name] = [seq, str(program)]
    times = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            times[name].append((time.perf_counter() - start) * 1000)
    print("| program | median ms | fastest ms |\n| --- | --- | --- |")
    for name, values in times.items():
        print(f"| {name} | {statistics.median(values):.1f} | "
              f"{min(values):.1f} |")


if __name__ == "__main__":
    main()

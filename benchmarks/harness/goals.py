"""How fast Seq is to be: its median against a peer's, at most."""

import dataclasses
from collections.abc import Mapping

from harness.measure import Samples

# Ratios to be reached, and those aimed at beyond them.
GOALS: dict[str, dict[str, float]] = {
    "fib": {"gforth-fast": 0.6, "cpp": 5},
    "tail_sum": {"luajit-joff": 0.7, "gforth-fast": 1.2},
    "primes": {"gforth-fast": 1, "cpp": 4},
    "collatz": {"gforth-fast": 1, "lua5.4": 0.8},
    "closures": {"luajit-joff": 1},
    "mandelbrot": {"gforth-fast": 1},
    "list": {"lua5.4": 0.6, "cpp": 3},
    "map": {"lua5.4": 1, "cpp": 1.3},
    "strings": {"cpp": 3},
}
AIMS: dict[str, dict[str, float]] = {
    "fib": {"gforth-fast": 0.4},
    "tail_sum": {"gforth-fast": 0.6},
    "primes": {"cpp": 2.5},
    "collatz": {"cpp": 5},
    "closures": {"gforth-fast": 1},
    "mandelbrot": {"lua5.4": 1},
    "list": {"gforth-fast": 1},
    "map": {"cpp": 0.7},
    "strings": {"python3": 1},
}
# For every workload that has no goals of its own.
GOALS_OF_OTHERS: dict[str, float] = {"lua5.4": 1, "python3": 1, "ruby": 1}
# Seconds, whatever the peers take.
MOST_SECONDS: dict[str, float] = {"startup": 0.010, "all_modules": 0.020}


@dataclasses.dataclass(frozen=True)
class Verdict:
    workload: str
    kind: str  # "goal" or "aim"
    peer: str  # empty if the limit is in seconds
    limit: float
    value: float | None  # None if Seq's run failed

    @property
    def reached(self) -> bool:
        return self.value is not None and self.value <= self.limit

    @property
    def measured(self) -> str:
        if self.value is None:
            return "no result"
        if self.peer:
            return f"{self.value:.2f} of {self.peer}"
        return f"{self.value * 1000:.1f} ms"

    @property
    def outcome(self) -> str:
        limit = f"{self.limit:g}" if self.peer else f"{self.limit * 1000:g} ms"
        return f"{self.kind} {limit}: {'reached' if self.reached else 'missed'}"

    def __str__(self) -> str:
        return f"{self.workload}: {self.measured}, {self.outcome}"


def verdicts(workload: str, samples: Mapping[str, Samples]) -> list[Verdict]:
    """What the samples of "seq" and its peers say of the workload's goals. Peers
    without a result are left out."""
    seq = samples["seq"].median
    if workload in MOST_SECONDS:
        return [Verdict(workload, "goal", "", MOST_SECONDS[workload], seq)]
    limits = [
        ("goal", GOALS.get(workload, GOALS_OF_OTHERS)),
        ("aim", AIMS.get(workload, {})),
    ]
    return [
        Verdict(workload, kind, peer, limit, seq and seq / samples[peer].median)
        for kind, of_peers in limits
        for peer, limit in of_peers.items()
        if peer in samples and samples[peer].median
    ]

"""How good Seq is to be: by itself, or compared with a peer."""

import dataclasses
from collections.abc import Iterable, Mapping

# What was measured of a program, by the name of the figure; None without a result.
Figures = Mapping[str, float | None]


@dataclasses.dataclass(frozen=True)
class Goal:
    limit: float  # what is reached at most, or at least
    peer: str = ""  # the limit is a ratio to this peer's figure
    figure: str = "seconds"
    kind: str = "goal"  # or "aim", which lies beyond the goal
    at_least: bool = False

    def reached(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


# Ratios of the medians to be reached, and those aimed at beyond them.
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
    "pingpong": {"go": 2},
    "fanout": {"go": 3},
    "spawn": {"go": 1.5},
    "skynet_100k": {"go": 2},
    "skynet_1m": {"go": 1.5},
    "blocked": {"cpp": 1.5},
    "pipeline": {"erlang": 1, "node": 1},
    "weave": {"go": 3},
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
    "fanout": {"go": 2},
    "spawn": {"go": 1},
    "skynet_1m": {"go": 1},
    "blocked": {"cpp": 1.2},
    "pipeline": {"go": 3.5},
}
_MIB = 2**20
_MAP_MIB = 64e6 / _MIB
# Limits that are no ratios of medians.
FURTHER: dict[str, list[Goal]] = {
    "startup": [Goal(0.010)],
    "all_modules": [Goal(0.020)],
    "pingpong": [Goal(0.5, figure="s in the slowest run")],
    "skynet_1m": [
        Goal(0.25, "go", figure="MiB"),
        Goal(20, figure="MiB", kind="aim"),
    ],
    "blocked": [Goal(190, figure="MiB")],
    "check": [Goal(2)],
    "map": [Goal(_MAP_MIB, figure="MiB")],
    "memory_map": [Goal(_MAP_MIB, figure="MiB")],
    "memory_ints": [Goal(24e6 / _MIB, figure="MiB")],
    # An element may take 1.5 times its 11 bytes and 40 more; the interpreter has 6.
    "memory_strings": [Goal(1e6 * (1.5 * 11 + 40) / _MIB + 6, figure="MiB")],
}
_NO_ERROR = Goal(0, figure="errors")
_FAST_ANSWERS = Goal(10, figure="p99 ms")


def _rate(peer: str, least: float) -> Goal:
    return Goal(least, peer, figure="per second", at_least=True)


# By scenario of servers.py.
OF_SERVERS: dict[str, list[Goal]] = {
    "keep_alive": [_rate("cpp", 0.85), _rate("go", 0.9), _FAST_ANSWERS, _NO_ERROR],
    "one_request": [_rate("cpp", 1.2), _rate("go", 0.75), _FAST_ANSWERS, _NO_ERROR],
    "idle": [Goal(2, figure="MiB growth"), _NO_ERROR],
    "accept_one": [_rate("go", 1), _NO_ERROR],
    "accept_200": [_rate("go", 0.8), _NO_ERROR],
    "busy_start": [Goal(20, figure="slowest ms"), _NO_ERROR],
    "busy_server": [Goal(1000, figure="slowest ms"), _NO_ERROR],
}
# For every workload that has no goals of its own.
GOALS_OF_OTHERS: dict[str, float] = {"lua5.4": 1, "python3": 1, "ruby": 1}


@dataclasses.dataclass(frozen=True)
class Verdict:
    workload: str
    goal: Goal
    value: float | None  # None if Seq has no result

    @property
    def reached(self) -> bool:
        return self.value is not None and self.goal.reached(self.value)

    @property
    def measured(self) -> str:
        if self.value is None:
            return "no result"
        if not self.goal.peer:
            return self._absolute(self.value)
        whose = self.goal.peer
        if self.goal.figure != "seconds":
            whose += f"'s {self.goal.figure}"
        return f"{self.value:.2f} of {whose}"

    @property
    def outcome(self) -> str:
        limit = f"{self.goal.limit:g}"
        if not self.goal.peer:
            limit = self._absolute(self.goal.limit)
        least = "at least " if self.goal.at_least else ""
        result = "reached" if self.reached else "missed"
        return f"{self.goal.kind} {least}{limit}: {result}"

    def fields(self) -> dict[str, object]:
        goal = dataclasses.asdict(self.goal)
        return {
            "workload": self.workload,
            **goal,
            "value": self.value,
            "reached": self.reached,
        }

    def _absolute(self, value: float) -> str:
        if self.goal.figure == "seconds":
            return f"{value:.3g} s" if value >= 1 else f"{value * 1000:.3g} ms"
        return f"{value:.4g} {self.goal.figure}"

    def __str__(self) -> str:
        return f"{self.workload}: {self.measured}, {self.outcome}"


def of_workload(name: str) -> list[Goal]:
    goals = [Goal(limit, peer) for peer, limit in GOALS.get(name, {}).items()]
    goals += [
        Goal(limit, peer, kind="aim") for peer, limit in AIMS.get(name, {}).items()
    ]
    goals += FURTHER.get(name, [])
    return goals or [Goal(limit, peer) for peer, limit in GOALS_OF_OTHERS.items()]


def verdicts(
    workload: str, goals: Iterable[Goal], figures: Mapping[str, Figures]
) -> list[Verdict]:
    """What the figures of "seq" and its peers say of the goals. Peers without a
    result are left out."""
    judged = []
    for goal in goals:
        value = figures["seq"].get(goal.figure)
        if goal.peer:
            base = figures.get(goal.peer, {}).get(goal.figure)
            if not base:
                continue
            value = value / base if value is not None else None
        judged.append(Verdict(workload, goal, value))
    return judged

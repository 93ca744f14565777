"""The workloads: folders of benchmarks/ with a Seq program of the same name."""

import dataclasses
import json
import pathlib
import sys

from harness import cache

ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    description: str
    arguments: tuple[str, ...]  # for every program
    sizes: tuple[int, ...]  # for --growth
    timeout: float  # seconds for one run

    def source(self, suffix: str) -> pathlib.Path:
        return ROOT / self.name / (self.name + suffix)


def names() -> list[str]:
    """All workloads."""
    return sorted(
        folder.name
        for folder in ROOT.iterdir()
        if (folder / f"{folder.name}.seq").exists()
    )


def load(name: str) -> Workload:
    """Reads workload.json and makes the input that it asks for."""
    path = ROOT / name / "workload.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    arguments = settings.get("arguments", [])
    if "input" in settings:
        made = _make_input(name, **settings["input"])
        arguments = [word.replace("{input}", str(made)) for word in arguments]
    return Workload(
        name=name,
        description=settings.get("description", ""),
        arguments=tuple(arguments),
        sizes=tuple(settings.get("sizes", [])),
        timeout=settings.get("timeout", 60),
    )


def _make_input(name: str, script: str, args: tuple = ()) -> pathlib.Path:
    source = ROOT / name / script
    words = [str(word) for word in args]
    return cache.made(
        f"{name}-input", source, [sys.executable, "{source}", *words, "{target}"]
    )

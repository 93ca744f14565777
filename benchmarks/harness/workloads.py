"""The workloads: folders of benchmarks/ with a workload.json."""

import dataclasses
import json
import pathlib
import sys
from collections.abc import Mapping, Sequence

from harness import cache

ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    folder: pathlib.Path  # its programs have the name of the folder
    description: str
    arguments: tuple[str, ...]  # for every program
    sizes: tuple[int, ...]  # for --growth
    timeout: float  # seconds for one run
    without: Mapping[str, str]  # peers that cannot do it, and why
    checks: bool = False  # Seq only: `seq check` of the arguments

    def source(self, suffix: str) -> pathlib.Path:
        return self.folder / (self.folder.name + suffix)

    def has_program(self, peer: str, suffix: str) -> bool:
        return peer not in self.without and self.source(suffix).exists()


def names() -> list[str]:
    """All workloads."""
    return sorted(
        folder.name
        for folder in ROOT.iterdir()
        if (folder / "workload.json").exists()
    )


def load(name: str, size: int | None = None) -> Workload:
    """Reads workload.json and makes the input that it asks for. A size is that of
    the input or, if there is none, the last argument."""
    path = ROOT / name / "workload.json"
    settings = json.loads(path.read_text())
    arguments = settings.get("arguments", [])
    sized = [] if size is None else [size]
    if "input" in settings:
        wanted = settings["input"]
        made = _make_input(name, wanted["script"], sized or wanted["args"])
        arguments = [word.replace("{input}", str(made)) for word in arguments]
    else:
        arguments = [*arguments, *map(str, sized)]
    return Workload(
        name=name,
        folder=ROOT / settings.get("programs", name),
        description=settings.get("description", ""),
        arguments=tuple(arguments),
        sizes=tuple(settings.get("sizes", [])),
        timeout=settings.get("timeout", 60),
        without=settings.get("without", {}),
        checks=settings.get("checks", False),
    )


def _make_input(name: str, script: str, args: Sequence[object]) -> pathlib.Path:
    source = ROOT / name / script
    words = [str(word) for word in args]
    return cache.made(
        f"{name}-input", source, [sys.executable, "{source}", *words, "{target}"]
    )

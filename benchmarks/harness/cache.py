"""Files that are made once and kept: compiled programs, inputs, other revisions."""

import hashlib
import os
import pathlib
import subprocess
from collections.abc import Sequence

DIRECTORY = pathlib.Path(
    os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
) / "seq-benchmarks"


def filled_in(
    words: Sequence[str], source: pathlib.Path, target: pathlib.Path | None
) -> list[str]:
    """The words with paths in place of {source} and {target}."""
    return [
        word.replace("{source}", str(source)).replace("{target}", str(target))
        for word in words
    ]


def made(
    name: str,
    source: pathlib.Path,
    command: Sequence[str],
    headers: Sequence[pathlib.Path] = (),
) -> pathlib.Path:
    """The file that the command writes to {target}, made anew if the source, a
    header or the command has changed."""
    key = hashlib.sha256(source.read_bytes() + repr(command).encode())
    for header in headers:
        key.update(header.read_bytes())
    target = DIRECTORY / "made" / f"{name}-{key.hexdigest()[:16]}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        try:
            subprocess.run(filled_in(command, source, unfinished), check=True)
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return target

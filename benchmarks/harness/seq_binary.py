"""The interpreters to measure: this tree's, and that of another revision."""

import pathlib
import shutil
import subprocess

from harness import cache
from harness.workloads import ROOT

REPOSITORY = ROOT.parent


def of_this_tree() -> pathlib.Path:
    """Builds //:seq here."""
    _build_seq(["bazel"], REPOSITORY)
    return REPOSITORY / "bazel-bin/cli/seq"


def copied(binary: pathlib.Path, directory: pathlib.Path) -> pathlib.Path:
    """A copy that stays as it is if somebody builds during the measurement."""
    if not binary.is_file():
        raise SystemExit(f"there is no interpreter {binary}")
    return pathlib.Path(shutil.copy(binary, directory / "seq"))


def of_revision(revision: str) -> tuple[str, pathlib.Path]:
    """A short name for the revision, and its interpreter; built only once."""
    commit = _git("rev-parse", "--verify", f"{revision}^{{commit}}")
    short = commit[:10]
    binary = cache.DIRECTORY / "revisions" / f"seq-{short}"
    if not binary.exists():
        binary.parent.mkdir(parents=True, exist_ok=True)
        tree = cache.DIRECTORY / f"tree-{short}"
        _git("worktree", "add", "--detach", "--force", str(tree), commit)
        try:
            _build(tree, binary)
        finally:
            _git("worktree", "remove", "--force", str(tree))
    return short, binary


def _build(tree: pathlib.Path, binary: pathlib.Path) -> None:
    """Builds with an output tree and a server of its own, and ends the server."""
    bazel = ["bazel", f"--output_base={cache.DIRECTORY / 'bazel'}"]
    try:
        _build_seq(bazel, tree)
        shutil.copy(tree / "bazel-bin/cli/seq", binary)
    finally:
        subprocess.run([*bazel, "shutdown"], cwd=tree, check=False)


def _build_seq(bazel: list[str], tree: pathlib.Path) -> None:
    done = subprocess.run([*bazel, "build", "//:seq"], cwd=tree, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bazel cannot build {tree}")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=REPOSITORY,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if done.returncode != 0:
        raise SystemExit(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()

#!/bin/bash
# Looks for inputs that crash a fuzz target: tools/fuzz.sh TARGET SECONDS
# TARGET is front_end, fusion or run. New inputs go to /tmp/seq-fuzz/TARGET.
set -euo pipefail
cd "$(dirname "$0")/.."
target="${1:-}"
seconds="${2:-}"
if [[ ! "$target" =~ ^(front_end|fusion|run)$ || ! "$seconds" =~ ^[0-9]+$ ]]; then
  echo "usage: tools/fuzz.sh front_end|fusion|run SECONDS" >&2
  exit 2
fi
work="/tmp/seq-fuzz/$target"
mkdir -p "$work" "$work-crashes"
bazel build --config=fuzz "//tests/fuzz:${target}_fuzzer"
seeds=("tests/fuzz/corpus/$target")
if [[ "$target" == front_end ]]; then
  mkdir -p "$work-programs"
  find testdata examples -name '*.seq' -size -16k \
    -exec cp --backup=numbered {} "$work-programs" \;
  seeds+=("$work-programs")
fi
exec "$(bazel info --config=fuzz bazel-bin)/tests/fuzz/${target}_fuzzer" \
  -max_total_time="$seconds" -max_len=8192 -timeout=30 -rss_limit_mb=4096 \
  -artifact_prefix="$work-crashes/" "$work" "${seeds[@]}"

#!/bin/sh
# Checks the models beside it with spin: each must hold, and each mutation that
# its comment names ("mutation: NAME", compiled with -DNAME) must be found out.
#
#   tests/model/check_models.sh [MODEL.pml ...]
set -u

here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- "$here"/*.pml
work=$(mktemp -d "${TEST_TMPDIR:-/tmp}/models.XXXXXX")
trap 'rm -rf "$work"' EXIT

# check MODEL RESULT [-DMUTATION]: whether spin finds no error ("holds") or one.
check() {
  model=$1 want=$2 mutation=${3-}
  name=$(basename "$model" .pml)$mutation
  # Mutations are found out soon: what takes time is to compile.
  [ -n "$mutation" ] && optimize=-O0 || optimize=-O1
  mkdir "$work/$name" && cd "$work/$name" || return 1
  spin -a $mutation "$model" >spin.out 2>&1 &&
    ${CC:-cc} $optimize -w -DSAFETY -DNOCLAIM -DVECTORSZ=512 -o pan pan.c \
      >>spin.out 2>&1 &&
    ./pan -m100000 -w22 >pan.out 2>&1 || {
    echo "$name: cannot be checked"
    cat spin.out pan.out 2>/dev/null
    return 1
  }
  # Also that it looked at everything: the search must not have been cut short.
  got=refuted
  grep -q 'errors: 0$' pan.out && got=holds
  grep -q 'max search depth too small' pan.out && got='cut short'
  states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' pan.out)
  echo "$name: $got, $states states"
  [ "$got" = "$want" ] && return 0
  echo "$name: expected: $want"
  cat pan.out
  return 1
}

command -v spin >/dev/null || {
  echo "spin is not installed; tools/setup.sh does that" >&2
  exit 1
}
failed=0
for model; do
  model=$(cd "$(dirname "$model")" && pwd)/$(basename "$model")
  (check "$model" holds) || failed=1
  for mutation in $(sed -n 's/.*mutation: \([A-Z_]*\).*/\1/p' "$model"); do
    (check "$model" refuted "-D$mutation") || failed=1
  done
done
exit $failed

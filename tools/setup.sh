#!/bin/sh
# Installs what the build and the tests need on Debian 12. Safe to repeat: it
# does nothing when everything is there.
#
#   tools/setup.sh        build and tests
#   tools/setup.sh --dev  also clang, clang-format, clang-tidy (--config=clang)
set -eu

# Build tool. bazel-bootstrap brings g++, python3, make and a JDK; two are named
# because we use them directly.
packages="bazel-bootstrap bazel-rules-java bazel-rules-proto bazel-platforms
bazel-skylib g++ python3"
# Libraries, see third_party/.
packages="$packages libabsl-dev libboost-dev libgtest-dev libgmock-dev
libcli11-dev libutf8proc-dev libbenchmark-dev"

# Checks the models of tests/model.
packages="$packages spin"

case "${1-}" in
  "") ;;
  --dev)
    packages="$packages clang-14 clang-format-14 clang-tidy-14
libclang-rt-14-dev lld-14"
    ;;
  *)
    echo "usage: tools/setup.sh [--dev]" >&2
    exit 2
    ;;
esac
packages=$(echo $packages)

unsupported() {
  echo "tools/setup.sh: $1" >&2
  echo "This project is built on Debian 12 (bookworm) with these packages:" >&2
  echo "  $packages" >&2
  exit 1
}

command -v dpkg-query >/dev/null 2>&1 || unsupported "this is not a Debian system."

missing=
installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' $packages \
  2>/dev/null || true)"
for package in $packages; do
  case "$installed" in
    *" installed:$package "*) ;;
    *) missing="$missing $package" ;;
  esac
done

if [ -n "$missing" ]; then
  id= version=
  if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release && echo "${ID-}")
    version=$(. /etc/os-release && echo "${VERSION_ID-}")
  fi
  if [ "$id" != debian ] || [ "$version" != 12 ]; then
    unsupported "missing:$missing; this system is ${id:-unknown} ${version:-}, not Debian 12."
  fi

  if [ "$(id -u)" -eq 0 ]; then
    as_root=env
  elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo env"
  else
    unsupported "missing:$missing; run this as root, or install sudo."
  fi

  echo "tools/setup.sh: installing$missing" >&2
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  for command in "update" "install -y --no-install-recommends $missing"; do
    if ! $as_root DEBIAN_FRONTEND=noninteractive \
      apt-get -q -o Dpkg::Use-Pty=0 $command </dev/null >"$log" 2>&1; then
      cat "$log" >&2
      echo "tools/setup.sh: 'apt-get $command' failed." >&2
      exit 1
    fi
  done
fi

command -v bazel >/dev/null 2>&1 ||
  unsupported "bazel is installed but not found on PATH ($PATH)."

#!/bin/sh
# Writes requirements.lock (to run) and requirements-dev.lock (to develop) from pyproject.toml.
#
#   tools/lock.sh              keep the locked versions that still fit
#   tools/lock.sh --upgrade    take newer ones where pyproject.toml allows
#
# Every version and its hashes, for every platform; no address of a registry, so each machine uses its own.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.uv/bin/uv}

compile() {
    "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links "$@"
}

compile "$@" --output-file requirements.lock
# the same versions for developers as for those who run it
compile "$@" --group dev --group browser --constraints requirements.lock --output-file requirements-dev.lock
if grep -n '://' requirements.lock requirements-dev.lock; then
    echo "A lock file names an address." >&2
    exit 1
fi

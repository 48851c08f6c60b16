#!/usr/bin/env bash
# The pictures in this folder, made anew: the sample city and the real list, in Debian's chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 build.py --quiet --output "$work/real" --as-of 2026-11-24
python3 build.py --quiet --content tests/sample/content --output "$work/sample" --as-of 2026-06-30

shoot() {  # page, width, height, picture
  chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update \
    --user-data-dir="$work/profile" --hide-scrollbars --window-size="$2,$3" --screenshot="docs/screens/$4" "file://$work/$1" 2> "$work/log"
}

shoot sample/2026/03-hydrogen/index.html 1280 1100 task-1280.png
shoot sample/index.html 1280 1100 index-1280.png
shoot real/index.html 1280 1100 real-1280.png

#!/bin/sh
# Code, types, layers, templates; every linter speaks before this fails: `tools/lint.sh BIN`.
set -u
cd "$(dirname "$0")/.."
bin=$1
failed=0

"$bin/ruff" check --quiet || failed=1
"$bin/ruff" format --quiet --check || failed=1
layers=$("$bin/lint-imports" 2>&1) || { echo "$layers"; failed=1; }
"$bin/mypy" --no-error-summary || failed=1
if [ -n "$(find src -name '*.html' | head -n 1)" ]; then
    "$bin/djlint" --quiet --lint src || failed=1
fi
[ "$failed" = 0 ] && echo "Linters: nothing found."
exit "$failed"

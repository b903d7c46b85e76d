#!/bin/sh
# Installs Terbit, its requirements (pinned, with hashes) and its developers' tools: `tools/setup.sh VENV [PYTHON]`,
# with `--to-run` before them without the tools. Costs a moment when nothing changed since the last time.
set -eu
cd "$(dirname "$0")/.."
tools=-dev
if [ "$1" = --to-run ]; then tools="" && shift; fi
venv=$1

compile_catalogues() {
    for source in $(find src -name '*.po'); do
        compiled=${source%.po}.mo
        if [ ! -e "$compiled" ] || [ "$source" -nt "$compiled" ]; then
            "$venv/bin/python" hatch_build.py
            return
        fi
    done
}

fingerprint() {
    { pwd; cat requirements/*.txt pyproject.toml hatch_build.py tools/setup.sh; } | cksum
}

is_set_up() { [ "$(cat "$venv/.terbit-setup$1" 2>/dev/null)" = "$(fingerprint)" ]; }

if "$venv/bin/python" -c '' 2>/dev/null && { is_set_up -dev || is_set_up "$tools"; }; then
    compile_catalogues
    exit 0
fi

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=${2:-${PYTHON:-$(tools/python.sh)}}
    "$python" -m venv --clear "$venv"
fi
django=$("$venv/bin/python" -c 'import sys; print("6.1" if sys.version_info >= (3, 12) else "5.2")')
echo "Installing Terbit with Django $django${tools:+ and its developers' tools} into $venv; the first time takes about a minute."
"$venv/bin/python" -m pip install -qq --require-hashes --requirement "requirements/django-$django$tools.txt"
"$venv/bin/python" -m pip install -qq --no-deps --no-build-isolation --editable .
compile_catalogues
fingerprint >"$venv/.terbit-setup$tools"

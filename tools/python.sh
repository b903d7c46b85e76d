#!/bin/sh
# Prints a Python that can run Terbit, python3 before others: `tools/python.sh [MINOR]`.
# With MINOR (12 for Python 3.12) the newest one that is at least so new; nothing and exit 1 where there is none.
set -eu

old_enough='import sys; sys.exit(sys.version_info < (3, int(sys.argv[1])))'
complete='import ensurepip, sqlite3, ssl, venv'
numbered='python3.14 python3.13 python3.12 python3.11'
if [ $# -gt 0 ]; then names="$numbered python3"; else names="python3 $numbered"; fi

# A shim of pyenv may stand for a version that is not chosen, so its real folders are looked into as well.
if [ -d "${HOME:-/nowhere}/.pyenv/versions" ]; then
    for version in 14 13 12 11; do
        for folder in "$HOME"/.pyenv/versions/3."$version"*; do
            [ -d "$folder" ] && names="$names $folder/bin/python3"
        done
    done
fi

incomplete=""
for name in $names; do
    "$name" -c "$old_enough" "${1:-11}" >/dev/null 2>&1 || continue
    if "$name" -c "$complete" >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
    incomplete=$name
done

if [ -n "$incomplete" ]; then
    echo "$incomplete cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2
elif [ $# -eq 0 ]; then
    echo "Terbit needs Python 3.11 or newer; on Debian and Ubuntu: apt install python3 python3-venv" >&2
fi
exit 1

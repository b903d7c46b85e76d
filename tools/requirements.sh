#!/bin/sh
# Pins what pyproject.toml asks for, with hashes, for every platform; `--upgrade` takes the newest that fits.
# Python 3.11 stays with the long-term Django 5.2, Python 3.12 and newer get the newest Django.
set -eu
cd "$(dirname "$0")/.."
venv=.venv-requirements

[ -x "$venv/bin/uv" ] || { "$(tools/python.sh)" -m venv --clear "$venv" && "$venv/bin/python" -m pip install -qq uv; }

pin() { # NAME PYTHON BELOW [OPTION…]
    name=$1 python=$2 below=$3
    shift 3
    echo "django<$below" | "$venv/bin/uv" pip compile pyproject.toml --constraint - --python-version "$python" \
        --universal --generate-hashes --no-annotate --no-header --quiet "$@" --output-file "requirements/$name.txt"
}

pin django-5.2 3.11 6 "$@"
pin django-5.2-dev 3.11 6 --group dev "$@"
pin django-6.1 3.12 7 "$@"
pin django-6.1-dev 3.12 7 --group dev "$@"

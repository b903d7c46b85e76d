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

# What runs Terbit is a part of what its developers have.
for pair in "5.2 3.11 6" "6.1 3.12 7"; do
    # shellcheck disable=SC2086
    set -- $pair "$@"
    django=$1 python=$2 below=$3
    shift 3
    pin "django-$django-dev" "$python" "$below" --group dev "$@"
    pin "django-$django" "$python" "$below" --group build --constraint "requirements/django-$django-dev.txt" "$@"
done

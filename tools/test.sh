#!/bin/sh
# The whole suite on SQLite, on PostgreSQL and on the newest Django. What this machine lacks is named before the
# first run, so that the last line is pytest's own.
set -u
cd "$(dirname "$0")/.."
failed=0

chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
postgresql() { [ -n "${TERBIT_TEST_POSTGRES_URL:-}" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }

install_with_apt() {
    wanted=""
    chromium >/dev/null || wanted="chromium fonts-liberation"
    postgresql >/dev/null 2>&1 || wanted="$wanted postgresql"
    [ -n "$wanted" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
    echo "Installing for the tests: $wanted"
    # shellcheck disable=SC2086
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted; } \
        >/dev/null 2>&1 || echo "apt could not install: $wanted"
}

suite() { # VENV DATABASE
    about='import sys, django; print(f"Python {sys.version.split()[0]}, Django {django.__version__}")'
    echo
    echo "== $("$1/bin/python" -c "$about"), $2"
    TERBIT_TEST_DATABASE=$2 "$1/bin/python" -m pytest -q --dist worksteal -n "${TERBIT_TEST_JOBS:-2}" || failed=1
}

install_with_apt
newest=$(.venv/bin/python -c 'import django; print(django.VERSION >= (6,))')
[ "$newest" = True ] || newer=$(tools/python.sh 12 2>/dev/null) || echo "Skipped: the newest Django (no Python 3.12 or newer here)."
chromium >/dev/null || echo "Skipped: the browser tests (no Chromium here)."
postgresql >/dev/null 2>&1 || echo "Skipped: the suite on PostgreSQL (no PostgreSQL here)."

if [ -n "${newer:-}" ]; then tools/setup.sh .venv-6.1 "$newer" || failed=1; fi

suite .venv sqlite
if postgresql >/dev/null 2>&1; then suite .venv postgresql; fi
if [ -n "${newer:-}" ]; then suite .venv-6.1 sqlite; fi
exit "$failed"

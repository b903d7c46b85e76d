#!/bin/sh
# The whole suite twice: the oldest Django on SQLite, the newest on PostgreSQL, so that both databases and both
# Djangos have seen every test in half the time of all four pairs (TERBIT_TEST_PAIRS=all runs those). What this
# machine lacks is named before the first run, so that the last line is pytest's own.
set -u
cd "$(dirname "$0")/.."
failed=0
PATH=$PATH:/usr/sbin # where servers are

chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgresql() { { [ -n "${TERBIT_TEST_POSTGRES_URL:-}" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1; }
has_nginx() { command -v nginx >/dev/null && ls /usr/lib/nginx/modules/ngx_http_brotli_static_module.so >/dev/null 2>&1; }

install_with_apt() {
    wanted=""
    chromium >/dev/null || wanted="chromium fonts-liberation"
    has_postgresql || wanted="$wanted postgresql"
    has_nginx || wanted="$wanted nginx libnginx-mod-http-brotli-static"
    command -v varnishd >/dev/null || wanted="$wanted varnish"
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
    TERBIT_TEST_DATABASE=$2 "$1/bin/python" -m pytest -q --dist worksteal -n "${TERBIT_TEST_JOBS:-auto}" --maxprocesses 8 || failed=1
}

with_postgresql() { if has_postgresql; then suite "$1" postgresql; fi; } # VENV

install_with_apt
newest=$(.venv/bin/python -c 'import django; print(django.VERSION >= (6,))')
[ "$newest" = True ] || newer=$(tools/python.sh 12 2>/dev/null) || echo "Skipped: the newest Django (no Python 3.12 or newer here)."
chromium >/dev/null || echo "Skipped: the browser tests (no Chromium here)."
has_nginx || echo "Skipped: comparing nginx with the newsstand (no nginx with brotli_static here)."
command -v varnishd >/dev/null || echo "Skipped: telling a Varnish (none here)."
has_postgresql || echo "Skipped: the suite on PostgreSQL (no PostgreSQL here)."

if [ -n "${newer:-}" ]; then tools/setup.sh .venv-6.1 "$newer" || failed=1; fi

suite .venv sqlite
if [ "${TERBIT_TEST_PAIRS:-}" = all ] || [ -z "${newer:-}" ]; then with_postgresql .venv; fi
if [ -n "${newer:-}" ]; then
    if [ "${TERBIT_TEST_PAIRS:-}" = all ] || ! has_postgresql; then suite .venv-6.1 sqlite; fi
    with_postgresql .venv-6.1
fi
exit "$failed"

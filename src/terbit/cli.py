"""The `terbit` command: finds the verb, runs it as a Django management command, answers in sentences.

Exit status: 0 done, 1 the answer is "no", 2 wrong use or a house that cannot be used.
"""

from __future__ import annotations

import contextlib
import difflib
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from terbit import __version__, config

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

WRONG_USE = 2
INTERRUPTED, TERMINATED = 130, 143
# Django's own commands that work without a site folder. A verb of ours says `needs_house = False`.
HOUSELESS = {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help"}
HOUSELESS |= {"makemessages", "makemigrations", "startapp"}
SERVING = {"run", "demo"}
# Options of every Django command that an operator has no use for.
HIDDEN = {"--version", "--settings", "--pythonpath", "--no-color", "--force-color", "-v", "--traceback"}


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] in (["--version"], ["version"]):
        print(f"terbit {__version__}")  # noqa: T201
        return 0
    try:
        return _start(words)
    except config.ConfigError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left (`terbit doctor | head`): say nothing more to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _start(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    if words and words[0] in SERVING:
        _heed_flags(words[1:])
    config.read()
    with _in_a_hurry(words):
        import django

        django.setup()
    if not words or words[0] in ("help", "--help", "-h"):
        print(_overview(), file=sys.stdout if words else sys.stderr)
        return 0 if words else WRONG_USE
    command = _find(words[0])
    if command is None:
        return _complain(_unknown(words[0]))
    if words[0] not in SERVING:
        _quieten()
    return _run(command, words[0], words[1:])


@contextlib.contextmanager
def _in_a_hurry(words: list[str]) -> Iterator[None]:
    """Loading makes many objects that stay; a verb that soon ends need not look through them for garbage."""
    if words[:1] and words[0] not in SERVING:
        gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _heed_flags(words: list[str]) -> None:
    """`--host` and `--port` become settings, because the default of TERBIT_URL follows them."""
    for flag, variable in (("--host", "TERBIT_HOST"), ("--port", "TERBIT_PORT")):
        for place, word in enumerate(words):
            if word == flag and place + 1 < len(words):
                os.environ[variable] = words[place + 1]
            elif word.startswith(f"{flag}="):
                os.environ[variable] = word.partition("=")[2]


def _quieten() -> None:
    """A verb says what it did in its own words; the log's "info" is for the house that runs."""
    logger = logging.getLogger("terbit")
    if logger.level == logging.INFO:
        logger.setLevel(logging.WARNING)


def _find(verb: str) -> BaseCommand | None:
    from django.core.management import get_commands, load_command_class

    app = get_commands().get(verb)
    if app is None:
        return None
    command = app if not isinstance(app, str) else load_command_class(app, verb)
    if not hasattr(command, "needs_house"):
        command.needs_house = app.startswith("terbit.") or verb not in HOUSELESS
    return command


def _run(command: BaseCommand, verb: str, words: list[str]) -> int:
    from django.db import connections

    from terbit.house import explain, site_folder

    command._called_from_command_line = True
    command.suppressed_base_arguments = HIDDEN
    options = vars(command.create_parser("terbit", verb).parse_args(words))
    traceback, arguments = options["traceback"], options.pop("args", ())
    try:
        if command.needs_house and (missing := site_folder.what_is_missing()):
            return _complain(missing)
        with _cleaning_up(verb):
            command.execute(*arguments, **options)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        if traceback:
            raise
        if said := explain.sentence(error):
            return _complain(said, getattr(error, "returncode", WRONG_USE))
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return _complain(
            f"Something unexpected went wrong ({what}); `terbit {verb} … --traceback` shows where."
        )
    finally:
        with contextlib.suppress(Exception):
            connections.close_all()
    return 0


@contextlib.contextmanager
def _cleaning_up(verb: str) -> Iterator[None]:
    """SIGTERM ends a verb as Ctrl-C does, so that it throws away what it has half done; `run` sees to itself."""
    if verb in SERVING:
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _verbs() -> dict[str, str]:
    """Terbit's own verbs with one line of help each."""
    from django.core.management import get_commands, load_command_class

    return {
        name: load_command_class(app, name).help
        for name, app in sorted(get_commands().items())
        if isinstance(app, str) and app.startswith("terbit.")
    }


def _overview() -> str:
    lines = [f"  {name:<10} {about}" for name, about in _verbs().items()]
    return "\n".join(
        [
            "Usage: terbit VERB [OPTIONS]",
            "",
            *lines,
            "",
            "`terbit VERB --help` says more. Django's own commands work too, such as `terbit shell`.",
        ]
    )


def _unknown(verb: str) -> str:
    near = difflib.get_close_matches(verb, _verbs(), n=1)
    guess = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no verb “{verb}”.{guess}\n\n{_overview()}"


def _complain(sentence: str, status: int = WRONG_USE) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return status

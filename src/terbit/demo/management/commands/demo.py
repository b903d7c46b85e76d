"""`terbit demo`: an invented newspaper in a house of its own, then `terbit run`."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import Any

from django.conf import settings
from django.db import connections

from terbit.demo import filling, sources, staff
from terbit.house import founding, loopback
from terbit.house.management.commands import run


class Command(run.Command):
    help = "open an invented newspaper, made at the first start; only for this machine"

    def handle(self, *args: object, host: str, port: int, workers: int, **options: Any) -> None:
        loopback.refuse_others(host)
        super().handle(*args, host=host, port=port, workers=workers, **options)

    def found(self) -> None:
        self.say("Making a house for the demo; all of it takes about half a minute …", *founding.found())

    def refuse_another_age(self) -> None:
        """A demo is nobody's work: what was cut short is finished, an older one brought up to date."""
        self.say(*founding.found())

    def furnish(self) -> None:
        filling.refuse_strangers()
        loopback.mark()
        if not filling.is_filled():
            filling.fill(self.say)
            begin_again()

    def introduce(self, host: str, port: int) -> None:
        self.say("", f"{sources.newspaper()['publication']['name']}, an invented newspaper:")
        super().introduce(host, port)
        accounts = staff.to_sign_in_as()
        width = max(len(account.email) for account in accounts)
        self.say("", f"Sign in to the newsroom with the password {staff.PASSWORD} as:")
        self.say(*(f"  {account.email:<{width}}  {account}" for account in accounts))
        self.say("")
        if sys.stdout.isatty():
            open_browser(settings.TERBIT_URL)


def begin_again() -> None:
    """Become a fresh process of the same command: what migrating and filling has loaded, no reader needs (70 MB)."""
    connections.close_all()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606


def open_browser(url: str) -> None:
    """Show the paper where there is a desktop; a browser in the terminal would only stand in the way."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(f"{url}/")

"""E-mail of accounts. Where none is configured nothing is sent and the screens say so."""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


def is_configured() -> bool:
    return bool(settings.TERBIT_MAIL)


def send(message: EmailMessage) -> bool:
    """Whether the mail server took the message; why not is in the log."""
    try:
        message.send()
    except Exception:  # every backend and the network have their own
        logger.exception("E-mail could not be sent.")
        return False
    return True


def send_in_background(message: EmailMessage) -> Thread:
    """Send without making the asker wait: how long an answer takes must not tell whether an address exists."""
    thread = Thread(target=send, args=[message], name="terbit-mail")
    thread.start()
    return thread

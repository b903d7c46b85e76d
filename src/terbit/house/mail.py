"""Where e-mail goes when no mail server is set: into the log, so that a sign-in link is not lost."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger("terbit.mail")


class LogBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            # A warning, so that no level an operator may reasonably choose hides it.
            log.warning(
                "Not sent, because TERBIT_EMAIL_URL is empty. To: %s. Subject: %s\n%s",
                ", ".join(message.recipients()),
                message.subject,
                message.body,
            )
        return len(email_messages)

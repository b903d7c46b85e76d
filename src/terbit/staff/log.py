"""What the log says about accounts. Links and passwords are never in it."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


def register(actions: LogActionRegistry) -> None:
    actions.register_action("terbit.staff.link", _("Make link"), _("Made a new one-time link"))
    actions.register_action(
        "terbit.staff.lock_out", _("Lock out"), _("Locked out: old password and sessions stopped working")
    )
    actions.register_action("terbit.staff.password", _("Set password"), _("Set a new password"))
    actions.register_action("terbit.staff.end", _("End account"), _("Ended the account"))
    actions.register_action("terbit.staff.reopen", _("Reopen account"), _("Reopened the account"))
    for action, formatter in FORMATTERS.items():
        actions.register_action(action)(formatter)


class Invited(LogFormatter):
    label = _("Invite")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return gettext("Invited as: %(roles)s") % {"roles": log_entry.data.get("roles") or "–"}


class _Changed(LogFormatter):
    sentence = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return str(self.sentence) % {
            "before": log_entry.data.get("before") or "–",
            "after": log_entry.data.get("after") or "–",
        }


class NameChanged(_Changed):
    label = _("Change name")
    sentence = _("Changed the name from “%(before)s” to “%(after)s”")


class EmailChanged(_Changed):
    label = _("Change e-mail address")
    sentence = _("Changed the e-mail address from %(before)s to %(after)s")


class RolesChanged(_Changed):
    label = _("Change roles")
    sentence = _("Changed the roles from “%(before)s” to “%(after)s”")


FORMATTERS = {
    "terbit.staff.invite": Invited,
    "terbit.staff.name": NameChanged,
    "terbit.staff.email": EmailChanged,
    "terbit.staff.roles": RolesChanged,
}

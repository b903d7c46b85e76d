"""What is wrong with the running house, for the newsroom's board and for `doctor`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terbit.lib import health, schedule

# Below this a busy day of pictures may fill the disk before anybody looks again.
LEAST_FREE = 1024**3


def register() -> None:
    health.register(worker)
    health.register(jobs)
    health.register(overdue)
    health.register(disk)


def worker() -> Iterator[str]:
    from terbit.house.worker import worker_state

    found = worker_state()
    if found.state == "ok":
        return
    if found.seconds is None:
        yield _(
            "The background worker has never run: nothing scheduled is published until `terbit run` does."
        )
        return
    minutes = max(1, round(found.seconds / 60))
    silent = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if found.state == "late":
        yield _("The background worker has been silent for %(time)s: what is scheduled may come late.") % {
            "time": silent
        }
    else:
        yield _("The background worker has been silent for %(time)s: nothing scheduled is published.") % {
            "time": silent
        }


def jobs() -> Iterator[str]:
    from terbit.house.models import JobState

    names = [job.name for job in schedule.jobs()]
    for state in JobState.objects.filter(name__in=names).exclude(last_error="").order_by("name"):
        yield _("The recurring job “%(job)s” fails: %(error)s") % {
            "job": state.name,
            "error": state.last_error,
        }


def overdue() -> Iterator[str]:
    from terbit.newsroom import schedule as due_stories

    if count := due_stories.overdue():
        yield ngettext(
            "%(count)d scheduled story is overdue.", "%(count)d scheduled stories are overdue.", count
        ) % {"count": count}


def disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_FREE:
        yield _("The disk is almost full: %(size)s are left.") % {"size": filesizeformat(free)}

"""Keeps a handful of forked processes alive until it is told to stop. Knows nothing of what they do."""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

# A process that dies younger than this is started again later and later.
YOUNG, LONGEST_PAUSE = 10.0, 30.0
# systemd's TimeoutStopSec in deploy/terbit.service is longer than this.
GRACE = 10.0

log = logging.getLogger("terbit.run")


@dataclass
class Post:
    """A place that must always be filled: `work` runs in a process of its own and returns after SIGTERM."""

    name: str
    work: Callable[[], None]
    pid: int | None = None
    born: float = 0.0
    failures: int = 0
    due: float = 0.0


class Supervisor:
    """`run()` fills all posts and returns when a signal has ended it and no child is left."""

    def __init__(self, posts: list[Post], each_second: Callable[[], None] = lambda: None) -> None:
        self.posts = posts
        self.each_second = each_second
        self.told = 0
        self._wake, self._waker = os.pipe()
        self._lifeline, self._life = os.pipe()

    def run(self) -> None:
        self._listen()
        while not self.told:
            self._reap()
            for post in self.posts:
                if post.pid is None and post.due <= time.monotonic():
                    self._fill(post)
            self.each_second()
            self._wait(1.0)
        self._stop()

    def _listen(self) -> None:
        for handle in (self._wake, self._waker):
            os.set_blocking(handle, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._tell)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self.told += 1

    def _wait(self, seconds: float) -> None:
        if select.select([self._wake], [], [], seconds)[0]:
            os.read(self._wake, 4096)

    def _fill(self, post: Post) -> None:
        post.born = time.monotonic()
        post.pid = os.fork()
        if post.pid:
            log.debug("%s is process %s.", post.name, post.pid)
            return
        status = 1
        try:
            self._become_child()
            post.work()
            status = 0
        except BaseException:
            log.exception("%s ended by an error.", post.name)
        finally:
            logging.shutdown()
            # Not sys.exit: what the parent registered to do at its exit is not the child's to do.
            os._exit(status)

    def _become_child(self) -> None:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        for handle in (self._wake, self._waker, self._life):
            os.close(handle)
        threading.Thread(target=_leave_with_parent, args=(self._lifeline,), daemon=True).start()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            for post in self.posts:
                if post.pid == pid:
                    self._mourn(post, os.waitstatus_to_exitcode(status))

    def _mourn(self, post: Post, status: int) -> None:
        age, post.pid = time.monotonic() - post.born, None
        post.failures = post.failures + 1 if age < YOUNG else 0
        pause = min(2.0 ** (post.failures - 1), LONGEST_PAUSE) if post.failures > 1 else 0.0
        post.due = time.monotonic() + pause
        if not self.told:
            how = f"signal {-status}" if status < 0 else f"status {status}"
            log.error("%s ended by %s after %.0f s; starting it again in %.0f s.", post.name, how, age, pause)

    def _stop(self) -> None:
        """SIGTERM to all; after the grace, or when told a second time, SIGKILL."""
        told, until = self.told, time.monotonic() + GRACE
        self._send(signal.SIGTERM)
        while self._reap() or any(post.pid for post in self.posts):
            if self.told > told or time.monotonic() > until:
                self._send(signal.SIGKILL)
                until = time.monotonic() + GRACE
            self._wait(0.2)

    def _send(self, number: int) -> None:
        for post in self.posts:
            if post.pid:
                os.kill(post.pid, number)


def _leave_with_parent(lifeline: int) -> None:
    """Leave when the parent's end of the pipe closes, which it does however the parent dies."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE / 2)
    os._exit(1)

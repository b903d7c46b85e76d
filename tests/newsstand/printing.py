"""A print folder as the press leaves it, written by its contract (`terbit.lib.prints`) alone."""

from __future__ import annotations

import gzip
import os
import time
from contextlib import suppress
from pathlib import Path

import brotli

from terbit.lib import prints

PUBLIC = "https://www.kabar.example"
PAGE = "<!doctype html><html lang=id><title>Banjir</title><p>Air naik sejak malam, warga mengungsi.</p>" * 12


class PrintFolder:
    def __init__(self, path: Path, public: str = PUBLIC) -> None:
        self.path, self.host = path, prints.host_of(public)
        self.clock = int(time.time()) - 100_000
        self.switch("edisi-1")

    @property
    def root(self) -> Path:
        return self.path / prints.CURRENT / self.host

    def switch(self, edition: str) -> None:
        (self.path / edition / self.host).mkdir(parents=True, exist_ok=True)
        new = self.path / "new"
        new.symlink_to(edition)
        new.replace(self.path / prints.CURRENT)

    def put(self, address: str, body: str | bytes = PAGE, kind: str = prints.HTML) -> Path:
        """A 200 with a plain name. Times grow by a second at each print, as the press has it."""
        body = body.encode() if isinstance(body, str) else body
        name = prints.plain_name(address, kind)
        assert name, f"{address} has no plain name"
        encoded = {".br": brotli.compress(body), ".gz": gzip.compress(body, mtime=0)}
        self.pull(address)
        self.clock += 1
        for end, content in (encoded if kind in prints.COMPRESSED else {}).items():
            self._place(self.root / f"{name}{end}", content)
        return self._place(self.root / name, body)

    def put_other(
        self, address: str, status: int, headers: list[tuple[str, str]], body: str = PAGE, **encoded: bytes
    ) -> Path:
        answer = prints.Answer(status, headers, encoded | {"identity": body.encode()})
        self.clock += 1
        return self._place(self.root / prints.other_name(address), answer.pack())

    def pull(self, address: str) -> None:
        for name in [*prints.plain_names(address), prints.other_name(address)]:
            for end in ("", ".gz", ".br"):
                with suppress(FileNotFoundError, NotADirectoryError):
                    os.unlink(self.root / f"{name}{end}")  # noqa: PTH108 - as the press does

    def _place(self, path: Path, content: bytes) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name("new-")
        new.write_bytes(content)
        os.utime(new, (self.clock, self.clock))
        return new.replace(path)

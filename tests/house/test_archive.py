"""The file of a backup: proven from front to back before anything is believed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from terbit.house import archive
from terbit.house.archive import BadArchive

HEADER = {"format": 1, "made": "2026-11-24T00:00:00+00:00", "migrations": [["terbit_staff", "0001_initial"]]}


def written(compressed: bool = False, **members: bytes) -> bytes:
    stream = io.BytesIO()
    with archive.Writer(stream, compressed) as writer:
        writer.add_json(archive.HEADER, HEADER)
        writer.add(archive.KEY, b"rahasia\n")
        for name, data in members.items():
            writer.add(f"media/{name}", data)
        writer.add_json(archive.MANIFEST, {"files": len(members), "rows": {}})
    return stream.getvalue()


@pytest.mark.parametrize("compressed", [False, True])
def test_what_was_written_is_proven(compressed: bool):
    header, manifest = archive.verify(io.BytesIO(written(compressed, **{"foto.jpg": b"x" * 3_000_000})))
    assert (header, manifest) == (HEADER, {"files": 1, "rows": {}})


def test_anybody_can_prove_a_backup_with_common_tools(tmp_path: Path):
    (tmp_path / "a.tar").write_bytes(written(a=b"satu", b=b"dua"))
    subprocess.run(["tar", "xf", "a.tar"], cwd=tmp_path, check=True)
    assert shutil.which("sha256sum")
    subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True
    )


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.95])
def test_a_backup_that_was_cut_off_is_refused(compressed: bool, share: float):
    whole = written(compressed, foto=bytes(range(256)) * 4000)
    with pytest.raises(BadArchive):
        archive.verify(io.BytesIO(whole[: int(len(whole) * share)]))


@pytest.mark.parametrize("place", [515, 1540, 5000, 9000])
def test_a_single_wrong_byte_is_noticed(place: int):
    whole = bytearray(written(foto=b"y" * 10_000))
    whole[place] ^= 1
    with pytest.raises(BadArchive):
        archive.verify(io.BytesIO(bytes(whole)))


@pytest.mark.parametrize("garbage", [b"", b"x" * 100_000, b"\0" * 20_480, b"PK\x03\x04" + b"\0" * 600])
def test_any_other_file_is_refused(garbage: bytes):
    with pytest.raises(BadArchive):
        archive.verify(io.BytesIO(garbage))


def forged(change: Callable[[tarfile.TarInfo], None]) -> io.BytesIO:
    """An archive with one member more, which `change` makes hostile."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name in (archive.HEADER, "media/a"):
            member = tarfile.TarInfo(name)
            member.size = 2
            if name == "media/a":
                change(member)
            tar.addfile(member, io.BytesIO(b"{}"))
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "/etc/passwd",
        "media/../../a",
        "rows/../a",
        "media/a\\b",
        "media//a",
        "db.sqlite3",
        "media",
        "./media/a",
        "media/a\nb",
    ],
)
def test_a_member_that_lies_elsewhere_is_refused(name: str):
    with pytest.raises(BadArchive):
        archive.verify(forged(lambda member: setattr(member, "name", name)))
    assert not archive.is_safe(name)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_a_member_that_is_no_plain_file_is_refused(kind: bytes):
    def change(member: tarfile.TarInfo) -> None:
        member.type, member.linkname = kind, "/etc/passwd"

    with pytest.raises(BadArchive):
        archive.verify(forged(change))


def made_of(**members: object) -> io.BytesIO:
    """An archive whose checksums fit, with other content than a backup of ours; None leaves a member out."""
    stream = io.BytesIO()
    ours = {"terbit.json": HEADER, "secret_key": "rahasia", "manifest.json": {"files": 0, "rows": {}}}
    with archive.Writer(stream, False) as writer:
        for name, value in (
            ours | {name.replace("__", "."): value for name, value in members.items()}
        ).items():
            if value is not None:
                writer.add_json(name, value)
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ([1], "no backup"),
        ({}, "its format is None"),
        (HEADER | {"format": 2}, "its format is 2, and this Terbit knows format 1 only"),
        (HEADER | {"format": "1"}, "its format is '1'"),
        (HEADER | {"migrations": [1, 2]}, "which database it holds"),
        (HEADER | {"migrations": None}, "which database it holds"),
        (HEADER | {"made": "gestern"}, "when it was made"),
        (HEADER | {"made": None}, "when it was made"),
    ],
)
def test_a_header_that_does_not_say_what_a_restore_must_know_is_refused(header: object, said: str):
    with pytest.raises(BadArchive, match=said):
        archive.verify(made_of(terbit__json=header))


@pytest.mark.parametrize(
    "manifest", [{}, {"rows": []}, {"files": "0", "rows": {}}, {"files": 0, "rows": {"a": "1"}}]
)
def test_a_backup_that_does_not_count_what_it_holds_is_refused(manifest: object):
    with pytest.raises(BadArchive, match="how much it holds"):
        archive.verify(made_of(manifest__json=manifest))


def test_a_backup_without_a_secret_key_is_refused():
    archive.verify(made_of())
    with pytest.raises(BadArchive):
        archive.verify(made_of(secret_key=None))


@pytest.mark.parametrize("names", [("media/a", "media/a"), ("media/a", "media/a/b")])
def test_two_members_in_one_place_are_refused(names: tuple[str, str]):
    stream = io.BytesIO()
    with archive.Writer(stream, False) as writer:
        for name, value in ((archive.HEADER, HEADER), *((name, {}) for name in names)):
            writer.add_json(name, value)
    stream.seek(0)
    with pytest.raises(BadArchive, match="twice"):
        archive.verify(stream)


def test_a_full_disk_while_writing_is_the_disks_trouble():
    class Full(io.RawIOBase):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), archive.Writer(Full(), False) as writer:
        writer.add("media/a", b"x" * 1_000_000)

"""Real small pictures, and sound and film as far as their first bytes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import factory
import PIL.Image
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ImageDraw
from PIL.TiffImagePlugin import IFDRational

from terbit.pictures.models import MediaFile, Picture

CAMERA = "Kamera Rahasia 3000"
GPS = {1: "S", 2: (IFDRational(0), IFDRational(18), IFDRational(24)), 3: "E", 4: (IFDRational(100), 22, 12)}


def drawing(width: int = 64, height: int = 48, mode: str = "RGB") -> PIL.Image.Image:
    """White with a red square in the upper left corner, so that one sees which way is up."""
    image = PIL.Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    return image.convert(mode)


def exif(orientation: int = 1, **tags: str) -> PIL.Image.Exif:
    """EXIF with a place, a camera, an orientation, and what is asked for: `artist`, `taken`, `offset`."""
    made = PIL.Image.Exif()
    made[0x0110] = CAMERA
    made[0x0112] = orientation
    made[0x8825] = GPS
    if "artist" in tags:
        made[0x013B] = tags["artist"]
    if "taken" in tags:
        made.get_ifd(0x8769)[0x9003] = tags["taken"]
    if "offset" in tags:
        made.get_ifd(0x8769)[0x9011] = tags["offset"]
    return made


def picture_bytes(image: PIL.Image.Image | None = None, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    (image or drawing()).save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes() if content is None else content)


def xmp(properties: str) -> bytes:
    """An XMP packet with the given property elements."""
    spaces = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
        "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "ext": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    }
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {declared}>'
        f'<rdf:Description rdf:about="">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def iptc(*datasets: tuple[int, bytes]) -> bytes:
    """A JPEG with IPTC-IIM datasets of record 2, such as `(80, b"Siti Rahma")` for the by-line."""
    records = b"".join(
        b"\x1c\x02" + bytes([number]) + len(v).to_bytes(2, "big") + v for number, v in datasets
    )
    resource = (
        b"8BIM\x04\x04\x00\x00" + len(records).to_bytes(4, "big") + records + b"\x00" * (len(records) % 2)
    )
    segment = b"Photoshop 3.0\x00" + resource
    jpeg = picture_bytes()
    return jpeg[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


def mp4(extra: bytes = b"") -> bytes:
    """The head of an MP4 file, with further boxes."""
    return b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + extra + b"\x00\x00\x00\x10mdat" + b"\x00" * 8


MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 64


class PictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Picture

    title = factory.Sequence(lambda n: f"Banjir di Padang {n}")
    description = "Warga menyeberangi jalan yang tergenang"
    credit = "Siti Rahma"
    file = factory.LazyFunction(lambda: upload(picture_bytes(drawing(800, 600))))


class MediaFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MediaFile

    title = factory.Sequence(lambda n: f"Wawancara {n}")
    file = factory.LazyFunction(lambda: SimpleUploadedFile("wawancara.mp3", MP3))

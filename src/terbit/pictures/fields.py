"""The file fields of pictures and media: opaque names on disk, upright sizes, uploads looked into."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import IO, Any
from uuid import uuid4

import filetype
import PIL.Image
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField as UploadedImageField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from terbit.pictures import documents
from terbit.pictures.location import remove_location
from terbit.pictures.stripping import ONE_AT_A_TIME, upright_size

PICTURE_EXTENSIONS = {
    "avif": "avif",
    "gif": "gif",
    "heic": "heic",
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
}
MEDIA_EXTENSIONS = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
BOMBS = (PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError)


def opaque_name(folder: str, filename: str) -> str:
    """A path such as `originals/3f/3f…9a.jpg`: the file name of an embargoed story tells nobody anything."""
    name = uuid4().hex
    return f"{folder}/{name[:2]}/{name}{PurePosixPath(filename).suffix.lower()[:6]}"


class PictureFieldFile(WagtailImageFieldFile):
    """Knows its size as the picture is seen, upright, where Wagtail takes it as the sensor lay."""

    def get_image_dimensions(self) -> tuple[int, int]:
        close = self.closed
        self.open()
        try:
            return upright_size(PIL.Image.open(self))
        finally:
            self.close() if close else self.seek(0)


class PictureFileField(WagtailImageField):
    attr_class = PictureFieldFile


class MediaFieldFile(FieldFile):
    """Loses the place of recording as it is stored."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        super().save(name, content, save=False)
        if not documents.extension(self.name):
            remove_location(Path(self.path))
        if save:
            self.instance.save()


class MediaFileField(models.FileField):
    attr_class = MediaFieldFile


class PictureUploadField(UploadedImageField):
    """A form field that refuses, in one sentence, what is not a whole picture of a sane size."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        not_a_picture = _(
            "This file is not a picture we can use: send it as JPEG, PNG, WebP, AVIF, HEIC or GIF."
        )
        self.error_messages |= {
            "invalid_image": not_a_picture,
            "invalid_image_extension": not_a_picture,
            "empty": _("This file is empty: upload it again."),
            "damaged": _("This picture is damaged or incomplete: upload it again from its source."),
            "too_many_pixels": _("This picture has too many pixels: make it %(limit)s megapixels or less."),
            "file_too_large": _("This file is too big (%(file_size)s): make it %(max_filesize)s or less."),
        }

    def check_image_file_format(self, f: UploadedFile) -> None:
        """Believe the content, not the name: a WebP called `.jpg` is common and harmless."""
        try:
            extension = PICTURE_EXTENSIONS[f.image.format_name]
        except KeyError:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from None
        f.name = f"{PurePosixPath(f.name or 'picture').stem}.{extension}"

    def check_image_pixel_size(self, f: UploadedFile) -> None:
        """Look at the size in the header first, then decode the whole once."""
        source: IO[bytes] = f.image.f
        source.seek(0)
        try:
            image = PIL.Image.open(source)
            if image.width * image.height > self.max_image_pixels:
                raise self._too_many_pixels()
            with ONE_AT_A_TIME:
                image.load()
        except ValidationError:
            raise
        except BOMBS:
            raise self._too_many_pixels() from None
        except Exception:  # noqa: BLE001 - decoders raise what they like on hostile input
            raise ValidationError(self.error_messages["damaged"], code="damaged") from None
        finally:
            source.seek(0)

    def _too_many_pixels(self) -> ValidationError:
        limit = {"limit": self.max_image_pixels // 1_000_000}
        return ValidationError(self.error_messages["too_many_pixels"] % limit, code="too_many_pixels")


class MediaUploadField(WagtailDocumentField):
    """A form field for sound and film: the type is what the first bytes say.

    Where it replaces a document, `document` is the extension that stays.
    """

    def __init__(self, *args: Any, document: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.error_messages |= {
            "empty": _("This file is empty: upload it again."),
            "file_too_large": _("This file is too big (%(file_size)s): make it %(max_filesize)s or less."),
            "not_media": _(
                "Browsers cannot play this file: send sound as MP3, M4A or Ogg, film as MP4 or WebM."
            ),
            "other_document": _(
                "This file is not of the same kind (%(kind)s): send it as the one it replaces."
            ),
        }

    def to_python(self, data: Any) -> UploadedFile | None:
        f = super().to_python(data)
        if f is None:
            return None
        if self.document:
            return self._same_kind(f)
        extension = media_extension(f)
        if extension is None:
            raise ValidationError(self.error_messages["not_media"], code="not_media")
        f.name = f"{PurePosixPath(f.name or 'media').stem}.{extension}"
        return f

    def _same_kind(self, f: UploadedFile) -> UploadedFile:
        f.seek(0)
        head = f.read(documents.LOOKED_AT)
        f.seek(0)
        if documents.extension(f.name or "") != self.document or not documents.is_one(self.document, head):
            about = {"kind": self.document.upper()}
            raise ValidationError(self.error_messages["other_document"] % about, code="other_document")
        return f


def media_extension(file: IO[bytes]) -> str | None:
    """`mp3`, `m4a`, `ogg`, `mp4` or `webm` by the first bytes of a file, None for anything else."""
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    try:
        return MEDIA_EXTENSIONS.get(filetype.guess_mime(head) or "")
    except (ValueError, IndexError):
        return None

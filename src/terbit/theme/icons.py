"""The icon of the paper on a phone: its logo where that is square, else the half sun in its own colour."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from terbit.newsroom.models import Publication
from terbit.pictures import addresses
from terbit.pictures.sizes import Size
from terbit.theme import assets

PAPER, INK = "#fdfcf9", "#1b1915"
SIZES = (180, 192, 512)  # pixels
SQUARE = (0.9, 1.1)  # width by height of a logo that loses nothing
LOGO = Size.of(480, "1:1")
FINER = 4  # drawn so many times larger, for smooth edges


def drawn(publication: Publication, pixels: int) -> str:
    """The address says all that the picture shows, so it may be kept for ever."""
    return f"/ikon/{publication.accent[1:].lower()}-{pixels}.png"


def square_logo(publication: Publication) -> str:
    """The address of the logo as an icon; "" where there is none or it is no square."""
    logo = publication.logo
    if not logo or not SQUARE[0] <= logo.width / logo.height <= SQUARE[1]:
        return ""
    return addresses.picture_url(logo, LOGO, "jpg")


def of_tab(publication: Publication) -> str:
    """Beside the name of an open page: drawn in its own colour where it has one."""
    return drawn(publication, SIZES[1]) if publication.colours_path else assets.address("icon.svg")


def of_manifest(publication: Publication) -> list[dict[str, str]]:
    """The `icons` of a web manifest."""
    if logo := square_logo(publication):
        width, height = addresses.dimensions(publication.logo, LOGO)
        return [{"src": logo, "sizes": f"{width}x{height}", "type": "image/jpeg"}]
    return [
        {
            "src": drawn(publication, pixels),
            "sizes": f"{pixels}x{pixels}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for pixels in SIZES[1:]
    ]


def draw(accent: str, pixels: int) -> bytes:
    """PNG: the half sun on its rule, inside the circle that phones may cut an icon to."""
    unit = pixels * FINER / 32
    image = Image.new("RGB", (pixels * FINER, pixels * FINER), PAPER)
    pen = ImageDraw.Draw(image)
    pen.pieslice([7.5 * unit, 11.5 * unit, 24.5 * unit, 28.5 * unit], 180, 360, fill=accent)
    pen.rectangle([6 * unit, 20 * unit, 26 * unit, 22.4 * unit], fill=INK)
    file = BytesIO()
    image.resize((pixels, pixels), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()

"""Compiles the message catalogues, so that an installed Terbit speaks Indonesian without gettext tools."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    compiled = []
    for source in sorted(root.glob("src/terbit/**/LC_MESSAGES/*.po")):
        with source.open("rb") as po:
            catalogue = read_po(po)
        target, written = source.with_suffix(".mo"), BytesIO()
        write_mo(written, catalogue)
        if not target.exists() or target.read_bytes() != written.getvalue():
            target.write_bytes(written.getvalue())
        compiled.append(target)
    return compiled


class CatalogueHook(BuildHookInterface):
    def initialize(self, version, build_data):
        root = Path(self.root)
        for path in compile_catalogues(root):
            build_data["artifacts"].append(str(path.relative_to(root)))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)

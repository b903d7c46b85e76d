"""Reading an export: how fast, and in how much memory.

    python bench/moving.py write wordpress FILE --posts 200000
    python bench/moving.py write ghost FILE --posts 25000
    python bench/moving.py read FILE…

`write` makes an export of invented stories; `read` reads it as an import does, in a process of its own, and prints
items a CPU second and the memory it took above that of an interpreter that has only loaded the code.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

SYLLABLES = "ba ca da ga ha ja ka la ma na pa ra sa ta wa ya ban kan man ran san tan dang pung ngan".split()
START = datetime(2012, 1, 1, tzinfo=UTC)
TERMS = [(number, f"topik-{number}") for number in range(400)]
WXR_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>Kabar Bangku</title><link>https://bangku.example</link><language>id</language>
	<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://bangku.example</wp:base_site_url>
	<wp:base_blog_url>https://bangku.example</wp:base_blog_url>
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    writing = verbs.add_parser("write")
    writing.add_argument("format", choices=["wordpress", "ghost"])
    writing.add_argument("file", type=Path)
    writing.add_argument("--posts", type=int, default=200_000)
    reading = verbs.add_parser("read")
    reading.add_argument("files", type=Path, nargs="+")
    reading.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.verb == "write":
        (write_wordpress if options.format == "wordpress" else write_ghost)(options.file, options.posts)
        return 0
    if options.here:
        return read(options.files)
    command = [sys.executable, __file__, "read", "--here", *map(str, options.files)]
    return subprocess.run(command, check=False).returncode


def read(files: list[Path]) -> int:
    from terbit.moving.exports import opening

    loaded, size = _memory(), sum(file.stat().st_size for file in files)
    cpu, clock = time.process_time(), time.perf_counter()
    tally, exports = opening.Tally(), opening.find(files)
    for _ in tally.counting(exports.records()):
        pass
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    print(
        f"{tally.items} items ({tally.lost} lost, {sum(tally.troubles.values())} troubles), {size / 1e6:.0f} MB"
    )
    print(f"{tally.items / cpu:.0f} items a CPU second ({cpu:.1f} s, {clock:.1f} s by the clock)")
    print(f"{_memory() - loaded:.1f} MB at most above the {loaded:.1f} MB of the loaded code")
    return 0


def _memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_wordpress(file: Path, posts: int) -> None:
    random = Random(1)
    with file.open("w", encoding="utf-8") as out:
        out.write(WXR_HEAD)
        for number, slug in TERMS:
            out.write(
                f"<wp:tag><wp:term_id>{number + 1}</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug>"
                f"<wp:tag_name><![CDATA[{slug}]]></wp:tag_name></wp:tag>\n"
            )
        for story in _stories(random, posts):
            out.write(_wordpress_item(story, random))
        out.write("</channel>\n</rss>\n")


def write_ghost(file: Path, posts: int) -> None:
    random = Random(2)
    with file.open("w", encoding="utf-8") as out:
        tags = [{"id": f"t{number}", "name": slug, "slug": slug} for number, slug in TERMS]
        users = [{"id": "a1", "name": "Redaksi", "slug": "redaksi"}]
        out.write('{"db": [{"meta": {"version": "5.82.2"}, "data": {"users": ' + json.dumps(users))
        out.write(', "tags": ' + json.dumps(tags) + ', "posts": [\n')
        relations = []
        for number, title, paragraphs, date in _stories(random, posts):
            row = _ghost_row(number, title, paragraphs, date)
            relations += [
                {"id": f"r{number}-{order}", "post_id": row["id"], "tag_id": f"t{tag}", "sort_order": order}
                for order, (tag, _) in enumerate(random.sample(TERMS, 3))
            ]
            out.write(",\n" * (number > 1) + json.dumps(row))
        out.write('], "posts_tags": ' + json.dumps(relations) + "}}]}\n")


def _stories(random: Random, posts: int) -> Iterator[tuple[int, str, list[str], datetime]]:
    """Number, title, paragraphs (some 300 words in all) and date of each."""
    bank = [_sentence(random) for _ in range(3000)]
    for number in range(1, posts + 1):
        paragraphs = [" ".join(random.choices(bank, k=3)) for _ in range(random.randint(5, 11))]
        yield number, random.choice(bank)[:60], paragraphs, START + timedelta(minutes=number * 37)


def _sentence(random: Random) -> str:
    words = ("".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(random.randint(6, 18)))
    return " ".join(words).capitalize() + "."


def _wordpress_item(story: tuple[int, str, list[str], datetime], random: Random) -> str:
    number, title, paragraphs, date = story
    body = "\n\n".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in paragraphs)
    local = date + timedelta(hours=7)
    slug = f"{title[:30].strip('. ').lower().replace(' ', '-')}-{number}"
    fields = {
        "title": _cdata(title),
        "link": f"https://bangku.example/{local:%Y/%m/%d}/{slug}/",
        "pubDate": f"{date:%a, %d %b %Y %H:%M:%S} +0000",
        "dc:creator": _cdata("redaksi"),
        "guid": f"https://bangku.example/?p={number}",
        "description": "",
        "content:encoded": _cdata(body),
        "excerpt:encoded": _cdata(""),
        "wp:post_id": str(number),
        "wp:post_date": _cdata(f"{local:%Y-%m-%d %H:%M:%S}"),
        "wp:post_date_gmt": _cdata(f"{date:%Y-%m-%d %H:%M:%S}"),
        "wp:post_modified": _cdata(f"{local:%Y-%m-%d %H:%M:%S}"),
        "wp:post_modified_gmt": _cdata(f"{date:%Y-%m-%d %H:%M:%S}"),
        "wp:comment_status": _cdata("open"),
        "wp:ping_status": _cdata("open"),
        "wp:post_name": _cdata(slug),
        "wp:status": _cdata("publish"),
        "wp:post_parent": "0",
        "wp:menu_order": "0",
        "wp:post_type": _cdata("post"),
        "wp:post_password": _cdata(""),
        "wp:is_sticky": "0",
    }
    lines = [f"\t\t<{name}>{value}</{name}>\n" for name, value in fields.items()]
    for _, tag in random.sample(TERMS, 3):
        lines.append(f'\t\t<category domain="post_tag" nicename="{tag}">{_cdata(tag)}</category>\n')
    for key, value in {
        "_edit_last": "1",
        "_thumbnail_id": str(number),
        "_yoast_wpseo_metadesc": title,
    }.items():
        inside = (
            f"<wp:meta_key>{_cdata(key)}</wp:meta_key>\n\t\t\t<wp:meta_value>{_cdata(value)}</wp:meta_value>"
        )
        lines.append(f"\t\t<wp:postmeta>\n\t\t\t{inside}\n\t\t</wp:postmeta>\n")
    return f"\t<item>\n{''.join(lines)}\t</item>\n"


def _ghost_row(number: int, title: str, paragraphs: list[str], date: datetime) -> dict[str, object]:
    nodes = [
        {
            "type": "paragraph",
            "version": 1,
            "children": [{"type": "extended-text", "text": text, "format": 0}],
        }
        for text in paragraphs
    ]
    return {
        "id": f"p{number}",
        "title": title,
        "slug": f"cerita-{number}",
        "lexical": json.dumps({"root": {"type": "root", "children": nodes}}),
        "html": "".join(f"<p>{text}</p>" for text in paragraphs),
        "plaintext": "\n\n".join(paragraphs),
        "status": "published",
        "type": "post",
        "author_id": "a1",
        "published_at": f"{date:%Y-%m-%dT%H:%M:%S}.000Z",
    }


def _cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


if __name__ == "__main__":
    raise SystemExit(main())

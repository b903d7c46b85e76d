"""Which shortcodes say what: WordPress's own, and those of plugins that newspapers use."""

from __future__ import annotations

import re
from typing import Literal

from terbit.moving.bodies.shortcodes import Shortcode

Kind = Literal[
    "caption", "gallery", "embed", "media", "playlist", "related", "nothing", "frame", "lone", "text"
]

OWN: dict[str, Kind] = {
    "caption": "caption",
    "wp_caption": "caption",
    "gallery": "gallery",
    "embed": "embed",
    "audio": "media",
    "video": "media",
    "playlist": "playlist",
    "irp": "related",  # Inline Related Posts
}
EMBEDS = frozenset(
    """youtube vimeo twitter tweet instagram facebook fb_embed tiktok googlemaps soundcloud dailymotion spotify
    ted slideshare scribd""".split()
)
# They print what is not the story: advertisements, forms, buttons to share, lists of other stories.
NOTHING = re.compile(
    r"adrotate\w*|the_ad\w*|ad_?inserter|adsense|quads|wp_ad_camp_\d+|dfads|contact-form-7|wpforms|gravityform"
    r"|mc4wp_form|ninja_form\w*|formidable|forminator_form|newsletter\w*|addtoany|social_share\w*|ssba|shareaholic"
    r"|jetpack[-_]\w[\w-]*|related_posts\w*|yarpp|related_articles|recent_posts|toc|ez-toc|wp_show_posts|rev_slider"
    r"|smartslider3|metaslider|nextpage|wp_ulike|ratings|post-views|postviews|elementor-template|rank_math_\w+"
)


def kind(code: Shortcode) -> Kind:
    """What a tag stands for. "frame" are two that hold text, "lone" is one of them that nobody knows."""
    if own := OWN.get(code.name):
        if own == "caption" and not code.pair:
            return "nothing" if code.closes else "caption"
        return own
    if code.name in EMBEDS and (code.address or code.pair):
        return "embed"
    if NOTHING.fullmatch(code.name):
        return "nothing"
    if code.pair:
        return "frame"
    return "lone" if code.named and not code.closes and "<" not in code.text else "text"

"""Removes from foreign HTML all that could act, load or deceive: an allow-list over a real HTML parser.

This is the second of three layers: complexity guard, allow-list, and a sandboxed frame with its own policy. A
frame with a policy alone still lets a browser connect to foreign hosts (docs/content-study.md §3.3). Every
address that would be loaded is removed, relative ones too: those would call this viewer with the reader's
cookie. `title` is removed too: on a link it would hide the address that `link_annotations.py` shows there.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

import nh3

ALLOWED_TAGS = set(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup "  # noqa: SIM905
    "dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i "
    "img ins kbd li main mark menu nav nobr ol p pre q rp rt ruby s samp section small span strike strong "
    "sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
DROPPED_CONTENT_TAGS = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"}
GLOBAL_ATTRIBUTES = {"style", "dir", "lang", "align", "valign", "bgcolor", "width", "height"}
TAG_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "border", "hspace", "vspace"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap", "scope"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "col": {"span"},
    "colgroup": {"span"},
    "br": {"clear"},
    "hr": {"color", "noshade", "size"},
    "time": {"datetime"},
    "details": {"open"},
}
ALLOWED_ATTRIBUTES = {"*": GLOBAL_ATTRIBUTES, **TAG_ATTRIBUTES}
MARKER_ATTRIBUTES = {"*": GLOBAL_ATTRIBUTES | {"class", "id"}, "blockquote": {"type"}}
MarkerFinder = Callable[[str, str, str], str | None]  # called with a tag, an attribute and its value
ALLOWED_STYLE_PROPERTIES = set(
    "background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width "  # noqa: SIM905
    "border-collapse border-color border-left border-left-color border-left-style border-left-width "
    "border-radius border-right border-right-color border-right-style border-right-width border-spacing "
    "border-style border-top border-top-color border-top-style border-top-width border-width clear color "
    "direction display float font font-family font-size font-style font-variant font-weight height "
    "letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top "
    "max-height max-width min-height min-width overflow-wrap padding padding-bottom padding-left "
    "padding-right padding-top text-align text-decoration text-indent text-transform unicode-bidi "
    "vertical-align white-space width word-break word-spacing word-wrap".split()
)
LOADING_STYLE_PATTERN = re.compile(r"url|image|src\s*\(|expression|import|[\\\x00-\x08\x0e-\x1f]|/\*", re.I)
COLOUR_EXPRESSION = r"#[0-9a-f]{3,8}|[a-z]{3,24}|rgba?\([\d\s,.%]{3,40}\)"
COLOUR_PATTERN = re.compile(COLOUR_EXPRESSION, re.I)
BACKGROUND_COLOUR_PATTERN = re.compile(rf"(?<![\w-])background\s*:\s*({COLOUR_EXPRESSION})\s*(?=;|$)", re.I)
# The frame is as high as its content, so a height in units of the viewport would grow with it.
VIEWPORT_UNIT_PATTERN = re.compile(r"\d\s*[dls]?v(?:h|b|min|max)\b", re.I)
LINK_SCHEME_PATTERN = re.compile(r"(?:https?://|mailto:|tel:)", re.I)
DATA_IMAGE_PATTERN = re.compile(r"data:image/(?:png|gif|jpeg|webp|bmp);base64,[A-Za-z0-9+/=\s]*", re.I)


def sanitise_html(
    html: str, images: Mapping[str, str] | None = None, *, find_marker: MarkerFinder | None = None
) -> str:
    """The HTML with only the elements, attributes and styles of the lists above.

    `images` are data: URLs by Content-ID, for the `cid:` addresses of a mail's own images. `find_marker`
    gives a constant, or None, to keep in place of a class, an id, or a blockquote's type, which are removed
    otherwise. The caller must have checked the HTML with `check_html_complexity`.
    """
    images_by_id = images or {}

    def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
        if find_marker and (attribute in {"class", "id"} or (tag, attribute) == ("blockquote", "type")):
            return find_marker(tag, attribute, value)
        if attribute == "style":
            return None if LOADING_STYLE_PATTERN.search(value) else _sanitise_style(value)
        if attribute == "href":
            return value if LINK_SCHEME_PATTERN.match(value.strip()) else None
        if attribute == "src":
            return _find_image_address(value.strip(), images_by_id)
        return value

    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        clean_content_tags=DROPPED_CONTENT_TAGS,
        attributes=ALLOWED_ATTRIBUTES | MARKER_ATTRIBUTES if find_marker else ALLOWED_ATTRIBUTES,
        attribute_filter=filter_attribute,
        link_rel="noreferrer noopener nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "data", "cid"},
        url_relative="deny",
        filter_style_properties=ALLOWED_STYLE_PROPERTIES,
    )


def find_safe_colour(text: str) -> str | None:
    """The text if it is a CSS colour that is safe in a style attribute, else None."""
    return text.strip() if COLOUR_PATTERN.fullmatch(text.strip()) else None


def _sanitise_style(value: str) -> str:
    rules = ";".join(rule for rule in value.split(";") if not VIEWPORT_UNIT_PATTERN.search(rule))
    return BACKGROUND_COLOUR_PATTERN.sub(r"background-color:\1", rules)


def _find_image_address(address: str, images: Mapping[str, str]) -> str | None:
    if address[:4].lower() == "cid:":
        content_id = address[4:].strip("<>")
        return images.get(content_id) or images.get(unquote(content_id))
    return address if DATA_IMAGE_PATTERN.fullmatch(address) else None

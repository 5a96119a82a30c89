"""The readable text of text/enriched (RFC 1896) and of its predecessor text/richtext (RFC 1341)."""

import re

COMMAND_PATTERN = re.compile(r"<<|<(/?)([A-Za-z0-9-]{1,60})>")
PARAMETERS_PATTERN = re.compile(r"<(param|comment)>.*?</\1>", re.I | re.S)
LINE_ENDS_PATTERN = re.compile(r"\n+")
COMMAND_CHARACTERS = {"lt": "<", "nl": "\n", "np": "\n\n", "paragraph": "\n\n"}


def extract_enriched_text(text: str, media_type: str) -> str:
    """The text without its commands. A single line end becomes a space. Of several in a row, text/enriched
    drops one; text/richtext makes one space of them."""
    text = PARAMETERS_PATTERN.sub("", text.replace("\r\n", "\n"))
    if media_type == "text/richtext":
        text = LINE_ENDS_PATTERN.sub(" ", text)
    else:
        text = LINE_ENDS_PATTERN.sub(lambda match: "\n" * (len(match[0]) - 1) or " ", text)
    return COMMAND_PATTERN.sub(_expand_command, text).strip()


def _expand_command(command: re.Match[str]) -> str:
    if command[0] == "<<":
        return "<"
    return (
        ""
        if command[1] and command[2].lower() != "paragraph"
        else COMMAND_CHARACTERS.get(command[2].lower(), "")
    )

"""The readable text of text/enriched (RFC 1896) and of its forerunner text/richtext (RFC 1341)."""

import re

COMMAND = re.compile(r"<<|<(/?)([A-Za-z0-9-]{1,60})>")
PARAMETERS = re.compile(r"<(param|comment)>.*?</\1>", re.I | re.S)
LINES = re.compile(r"\n+")
CHARACTERS = {"lt": "<", "nl": "\n", "np": "\n\n", "paragraph": "\n\n"}


def plain(text: str, media_type: str) -> str:
    """Without its commands. A single end of line is a blank; of several one is dropped."""
    text = PARAMETERS.sub("", text.replace("\r\n", "\n"))
    if media_type == "text/richtext":
        text = LINES.sub(" ", text)
    else:
        text = LINES.sub(lambda ends: "\n" * (len(ends[0]) - 1) or " ", text)
    return COMMAND.sub(_character, text).strip()


def _character(command: re.Match[str]) -> str:
    if command[0] == "<<":
        return "<"
    return "" if command[1] and command[2].lower() != "paragraph" else CHARACTERS.get(command[2].lower(), "")

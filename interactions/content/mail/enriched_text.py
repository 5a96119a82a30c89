"""The readable text of text/enriched (RFC 1896) and of its forerunner text/richtext (RFC 1341)."""

import re

COMMAND_PATTERN = re.compile(r"<<|<(/?)([A-Za-z0-9-]{1,60})>")
PARAMETERS_PATTERN = re.compile(r"<(param|comment)>.*?</\1>", re.I | re.S)
LINE_ENDS_PATTERN = re.compile(r"\n+")
COMMAND_CHARACTERS = {"lt": "<", "nl": "\n", "np": "\n\n", "paragraph": "\n\n"}


def extract_enriched_text(text: str, media_type: str) -> str:
    """Without its commands. A single end of line is a blank; of several one is dropped."""
    text = PARAMETERS_PATTERN.sub("", text.replace("\r\n", "\n"))
    if media_type == "text/richtext":
        text = LINE_ENDS_PATTERN.sub(" ", text)
    else:
        text = LINE_ENDS_PATTERN.sub(lambda ends: "\n" * (len(ends[0]) - 1) or " ", text)
    return COMMAND_PATTERN.sub(_expand_command, text).strip()


def _expand_command(command: re.Match[str]) -> str:
    if command[0] == "<<":
        return "<"
    return (
        ""
        if command[1] and command[2].lower() != "paragraph"
        else COMMAND_CHARACTERS.get(command[2].lower(), "")
    )

"""How mail looks: the company's letterhead with its table and styles, and the HTML of customers' programs."""

from html import escape

from samplecentre.thread import SentMail

LETTERHEAD_CSS = """
  body { margin: 0;
         background: #eef1f5; color: #1b2030; font-family: "Segoe UI", Helvetica, Arial, sans-serif; }
  table.sheet { background: #ffffff; border-collapse: collapse; }
  td.head { background: #123f6d; color: #ffffff; font-size: 20px; padding: 18px 28px; letter-spacing: .02em; }
  td.body { padding: 24px 28px; font-size: 15px; line-height: 1.55; }
  td.foot { padding: 14px 28px; font-size: 12px; color: #5b6472; border-top: 1px solid #d9dee6; }
  blockquote { margin: 18px 0 0; padding: 2px 0 2px 14px; border-left: 3px solid #c3cad6; color: #4a5262; }
  pre { font-family: Menlo, Consolas, monospace; background: #f4f6f9; padding: 10px 14px; }
"""


def render_letterhead(text: str, before: SentMail | None, language: str) -> str:
    """A letter of the company: a table 600 dots wide, as mail has been laid out for thirty years."""
    right = ' dir="rtl"' if language == "ar" else ""
    return f"""<!doctype html>
<html lang="{language}"{right}>
<head><meta charset="utf-8"><title>Tern Parcels</title><style>{LETTERHEAD_CSS}</style></head>
<body bgcolor="#eef1f5">
<table width="100%" cellpadding="0" cellspacing="0" role="presentation">
<tr><td align="center" style="padding: 24px 8px">
<table class="sheet" width="600" cellpadding="0" cellspacing="0" role="presentation">
<tr><td class="head"><b>Tern</b> Parcels</td></tr>
<tr><td class="body">
{_render_paragraphs(text)}{_render_quotation(before)}
</td></tr>
<tr><td class="foot">Tern Parcels · 1 Harbour Way · Ashby · <a href="https://www.tern.example/help">Help</a> ·
<a href="https://www.tern.example/privacy">Privacy</a></td></tr>
</table>
</td></tr></table>
</body>
</html>
"""


def render_customer_mail(text: str, before: SentMail | None, language: str) -> str:
    """What a customer's mail program makes of plain writing."""
    right = ' dir="rtl"' if language == "ar" else ""
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n'
        f"<body{right}>\n"
        f'<div style="font-family: Calibri, sans-serif; font-size: 11pt">\n{_render_paragraphs(text)}</div>\n'
        f"{_render_quotation(before)}</body></html>\n"
    )


def _render_paragraphs(text: str) -> str:
    """Blank lines part paragraphs, list items make a list, indented lines stay as they are laid out."""
    pieces = []
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        if all(line.startswith("- ") for line in lines):
            items = "".join(f"<li>{escape(line[2:])}</li>" for line in lines)
            pieces.append(f"<ul>{items}</ul>")
        elif all(line.startswith("    ") for line in lines):
            inner = "\n".join(escape(line[4:]) for line in lines)
            pieces.append(f"<pre>{inner}</pre>")
        else:
            pieces.append("<p>" + "<br>\n".join(map(escape, lines)) + "</p>")
    return "\n".join(pieces) + "\n"


def _render_quotation(before: SentMail | None) -> str:
    if before is None:
        return ""
    quote = f'<blockquote type="cite">\n{_render_paragraphs(before.text)}</blockquote>'
    return f"<p>{escape(before.heading)}</p>\n{quote}\n"

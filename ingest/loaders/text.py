"""Plain text and Markdown, in UTF-8."""

from pathlib import Path

from ingest.loaders.loaded import BadFile, Kind, Line, Loaded


def decode(raw: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark. Raises `BadFile`, naming the first bad line."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadFile(
            f"ข้อความไม่ใช่ UTF-8 (บรรทัด {line}) โปรดบันทึกใหม่เป็น UTF-8 (เดิมอาจเป็น Windows-874 หรือ UTF-16)",
            f"The text is not UTF-8 (line {line}). Save it as UTF-8 (it may be Windows-874 or UTF-16 now).",
        ) from error


def load(path: Path, kind: Kind) -> Loaded:
    """Read a text file; form feeds part pages, and in Markdown `#` marks a heading."""
    lines: list[Line] = []
    pages = decode(path.read_bytes()).split("\f")
    for number, page in enumerate(pages, start=1):
        for text in page.splitlines():
            heading = kind == "markdown" and text.startswith("#") and text.lstrip("#").startswith(" ")
            shown = text.lstrip("#").strip() if heading else text
            lines.append(Line(shown, number if len(pages) > 1 else None, heading))
    return Loaded(kind, tuple(lines))

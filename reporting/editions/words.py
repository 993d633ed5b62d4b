"""What a frozen report is found by: its words without accents, from its canonical text."""

import json
from collections.abc import Iterator

from portal.names import search_key

FEW = 8  # words of a question that count; the rest is passed over


def words_of(text: str) -> str:
    """Every word that the report prints, as `portal.names.search_key` writes it, a space before."""
    return " " + search_key(" ".join(printed(json.loads(text))))


def printed(content: dict) -> Iterator[str]:
    identity = content["identity"]
    yield identity["topic"]
    yield identity["document_number"]
    for block in [*content["abstract"], *content["body"]]:
        for pieces in [block["pieces"], *block["items"]]:
            yield "".join(piece["text"] for piece in pieces)
    for note in content["notes"]:
        yield note["text"]
    for table in content["tables"]:
        yield table["title"]
        for row in table["rows"]:
            yield from (cell for cell in row if isinstance(cell, str))


def asked_words(text: str) -> list[str]:
    """The words of a question; each is looked for at the beginning of a word."""
    return list(dict.fromkeys(search_key(text).split()))[:FEW]

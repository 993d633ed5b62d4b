"""The canonical text is what docs/edition-json.md says, key by key."""

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from django.conf import settings

from reporting.editions.changes import changes_between
from reporting.editions.report import digest

from .test_short_and_brief import earlier

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("issued39")]
PLAIN = {"text": str, "number": int, "flag": bool}


@cache
def documented() -> dict[str, dict[str, str]]:
    """{object: {key: type}} as the document's tables say."""
    text = (settings.BASE_DIR / "docs" / "edition-json.md").read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n### ")[1:]:
        name, _, rest = part.partition("\n")
        rows = re.findall(r"^\| (\w+) \| (\S+) \|", rest, re.MULTILINE)
        found[name.strip()] = {key: type for key, type in rows if key != "Key"}
    return found


def faults(value, kind: str, at: str):
    """Where `value` is not of the documented type."""
    if kind.endswith("?"):
        if value is not None:
            yield from faults(value, kind[:-1], at)
    elif kind == "any":
        return
    elif kind in PLAIN:
        if type(value) is not PLAIN[kind]:
            yield f"{at}: {value!r} is no {kind}"
    elif kind.startswith("["):
        for i, item in enumerate(value):
            yield from faults(item, kind[1:-1], f"{at}[{i}]")
    elif kind.startswith("{"):
        for key, item in value.items():
            yield from faults(item, kind[1:-1], f"{at}.{key}")
    else:
        keys = documented()[kind]
        if value and set(value) != set(keys):
            yield f"{at}: {sorted(set(value) ^ set(keys))}"
        for key in value:
            yield from faults(value[key], keys.get(key, "any"), f"{at}.{key}")


def test_the_issued_text_is_as_documented(issued):
    assert list(faults(json.loads(issued.text), "report", "report")) == []


def test_so_is_one_that_compares_corrects_and_tells_of_late_ones(issued):
    report = issued.report
    corrects = {"document_number": "17/BC", "issued_on": None, "sha256": "0", "reason": "Sai."}
    report = replace(
        report,
        identity=replace(report.identity, corrects=corrects),
        changes=changes_between(report, earlier(report)),
        corrected=({"place": "Tuần", "before": "38", "after": "39"},),
        late=({"agency": "ha-giang", "receipt": "", "accepted_at": "2022-10-01T08:00:00+07:00"},),
    )
    content = json.loads(report.canonical)
    assert content["changes"]["joined"]
    assert content["changes"]["moved"]
    assert content["changes"]["rises"]
    assert list(faults(content, "report", "report")) == []


def test_a_text_that_is_not_so_is_found_out(issued):
    content = json.loads(issued.text)
    content["notes"][0]["number"] = "1"
    del content["identity"]["week"]
    assert len(list(faults(content, "report", "report"))) == 2


def test_every_documented_object_is_used():
    used = {
        word
        for keys in documented().values()
        for kind in keys.values()
        for word in re.findall(r"\w+", kind)
    }
    assert set(documented()) - used == {"report"}


def test_the_text_is_canonical(issued):
    content = issued.files["json"]
    assert content.decode() == issued.text
    assert digest(content) == issued.report.sha256
    again = json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert again + "\n" == issued.text


def test_every_digit_leads_to_a_revision(issued):
    """Each part of each figure names a revision that is in the file."""
    figures = issued.report.figures.values()
    parts = [part for figure in figures for part in figure.parts]
    assert len(parts) > 200
    assert {key for *_, key in parts} <= set(issued.report.revisions)
    assert all(figure.parts for figure in figures if figure.amount is not None)

"""Refreshes static/vendor/: Bootstrap's subset and Plotly's bundle with its style sheet.

    python -m portal.ui.vendoring            fetch with `npm pack`, then purge
    python -m portal.ui.vendoring --purge    purge again after a template took up a new class

The results are committed. Bootstrap stays beside its subset, whole, so that purging needs no net
and a test can tell a Bootstrap class that the subset lacks.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
BOOTSTRAP_VERSION = "5.3.9"
BOOTSTRAP = VENDOR / "bootstrap.min.css"
SUBSET = VENDOR / "bootstrap-subset.css"
PLOTLY = VENDOR / "plotly-basic.min.js"
PLOTLY_STYLES = VENDOR / "plotly.css"

# Kept whether or not a template uses them today: what forms are given from Python, and the small
# change of everyday layout, so that a new page seldom needs a purge.
ALWAYS = re.compile(
    r"active|disabled|show|is-invalid|form-(control|select|check|check-input|check-label|label|text)|"
    r"btn|btn-(sm|primary)|visually-hidden(-focusable)?|page-(item|link)|pagination|breadcrumb(-item)?|"
    r"container|row|col|col-auto|col-(12|[1-9])|col-(sm|md|lg)-(auto|12|[1-9])|col-xl-[2-9]|"
    r"row-cols-[1-4]|row-cols-(md|lg)-[1-6]|g[xy]?-[0-5]|m[tbsexy]?-([0-5]|auto)|p[tbsexy]?-[0-5]|"
    r"m[tbse]-(md|lg)-([0-5]|auto)|gap-[0-4]|d-(none|block|inline|inline-block|flex|grid)|"
    r"d-(sm|md|lg|xl)-(none|block|inline|flex)|d-print-(none|block|grid)|flex-(wrap|nowrap|column|grow-1)|"
    r"flex-(md|lg)-row|justify-content-(start|end|center|between)|align-items-(start|end|center|baseline)|"
    r"text-(start|end|center|nowrap|break|md-end)|fw-(normal|semibold|bold)|list-unstyled|small|lead|"
    r"w-(auto|100)|mw-100|order-[0-3]|order-lg-[0-3]|border-(top|bottom)|border|font-monospace|"
    r"align-(top|middle|baseline)|position-(relative|sticky)|h[1-6]|initialism|img-fluid|float-end"
)
OURS = {"figure"}  # portal.css's own, though Bootstrap has a class of that name
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_SOURCE_MAP = re.compile(r"(/\*|//)[#@] ?sourceMappingURL=[^\n*]*(\*/)?\s*")


def main(arguments: list[str]) -> None:
    if "--purge" not in arguments:
        _fetch_bootstrap()
        _fetch_plotly()
    SUBSET.write_text(subset(BOOTSTRAP.read_text(), used_classes()))
    print(f"{SUBSET.relative_to(ROOT)}: {SUBSET.stat().st_size:,} bytes")


# Fetching


def _fetch_bootstrap() -> None:
    files = _packed("bootstrap", BOOTSTRAP_VERSION, ("dist/css/bootstrap.min.css", "LICENSE"))
    BOOTSTRAP.write_text(without_source_map(files["dist/css/bootstrap.min.css"]))
    (VENDOR / "bootstrap-LICENSE.txt").write_text(files["LICENSE"])


def _fetch_plotly() -> None:
    files = _packed("plotly.js-basic-dist-min", get_plotlyjs_version(), (PLOTLY.name, "LICENSE"))
    PLOTLY.write_text(without_source_map(files[PLOTLY.name]))
    PLOTLY_STYLES.write_text(plotly_styles(files[PLOTLY.name]))
    (VENDOR / "plotly-LICENSE.txt").write_text(files["LICENSE"])


def _packed(package: str, version: str, wanted: tuple[str, ...]) -> dict[str, str]:
    """The texts of some files of a package, by its registry's ordinary client."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{package}@{version}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            return {name: packed.extractfile(f"package/{name}").read().decode() for name in wanted}


def without_source_map(text: str) -> str:
    """Hashed static names fail on a map that is not there."""
    return _SOURCE_MAP.sub("", text)


def plotly_styles(bundle: str) -> str:
    """The rules that Plotly would otherwise insert by script, which a strict CSP forbids.

    The bundle holds them as {"X a": "text-decoration:none;", …}, X for the plot, Y for its
    notices.
    """
    start = bundle.index('"X,X div":')
    table = bundle[start : bundle.index("};", start)]
    rule = re.compile(r'"((?:[^"\\]|\\.)*)":(?:"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\')')
    lines = [f"/* plotly.js {get_plotlyjs_version()} (MIT): its own rules, as a file */"]
    for selector, double, single in rule.findall(table):
        names = selector.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        body = (double or single).replace('\\"', '"').replace("\\'", "'")
        lines.append(f"{names}{{{body}}}")
    return "\n".join(lines) + "\n"


# What the templates use


def used_classes() -> set[str]:
    """Every class named in a template or, as an attribute, in the Python of a page."""
    return {name for _, name in class_uses()}


def class_uses() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            # {% if wide %} w-100{% endif %}: what stands between the tags are classes too.
            for name in re.sub(r"\{[%{#].*?[%}#]\}", " ", value).split():
                yield path, name
    given = re.compile(r"""(?:["']class["']:|\bcss ?=) ?["']([^"']*)""")
    for app in ("portal", "provinces", "ministries", "training", "reporting"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for value in given.findall(path.read_text()):
                for name in value.split():
                    yield path, name


def bootstrap_classes() -> set[str]:
    return set(_CLASS.findall(_without_bodies(BOOTSTRAP.read_text()))) - OURS


def subset_classes() -> set[str]:
    return set(_CLASS.findall(_without_bodies(SUBSET.read_text())))


def _without_bodies(css: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", css)


# Purging


def subset(css: str, used: set[str]) -> str:
    """Element rules, and each rule whose classes are all used; no dark theme, no animations.

    Nor pictures inside the style sheet: the policy on pictures refuses them, and marks are native.
    """
    kept = "".join(_kept_rules(re.sub(r"/\*.*?\*/", "", css, flags=re.S), used))
    kept = re.sub(r'url\("data:image[^"]*"\)', "none", kept)
    own = (ROOT / "static" / "css" / "portal.css").read_text()
    for _ in range(3):  # properties refer to one another
        read = set(re.findall(r"var\((--[\w-]+)", kept + own))
        kept = re.sub(
            r"(--bs-[\w-]+):(?:[^;{}\"]|\"[^\"]*\")*;?",
            lambda found, read=read: found[0] if found[1] in read else "",
            kept,
        )
    kept = re.sub(r"[^{}]+\{\}", "", kept.replace(";}", "}"))
    return f"/*! Bootstrap v{BOOTSTRAP_VERSION} (MIT, bootstrap-LICENSE.txt), purged */\n{kept}\n"


def _kept_rules(css: str, used: set[str]) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            inner = "".join(_kept_rules(body, used))
            if inner and "prefers-color-scheme" not in head:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@"):
            selectors = [one for one in head.split(",") if _is_used(one, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _is_used(selector: str, used: set[str]) -> bool:
    if "data-bs-theme=dark" in selector:
        return False
    return all(
        name not in OURS and (name in used or ALWAYS.fullmatch(name))
        for name in _CLASS.findall(selector)
    )


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(what stands before the brace, what stands inside) of each block on the outermost level."""
    position = 0
    while (opening := css.find("{", position)) >= 0:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        head = re.sub(r"@charset[^;]*;", "", css[position:opening]).strip()
        yield head, css[opening + 1 : end - 1]
        position = end


if __name__ == "__main__":
    main(sys.argv[1:])

"""The walls of the house: which floor may import which, and what no file may hold."""

import ast
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each floor may import besides itself.
FLOORS = {
    "portal": set(),
    "provinces": {"portal"},
    "ministries": {"portal"},
    "training": {"portal"},
    "reporting": {"portal", "provinces", "ministries", "training"},
}

# The rooms of portal: each imports only itself and those before it.
ROOMS = [
    "days",
    "figures",
    "names",
    "clock",
    "dated",
    "logs",
    "formats",
    "agencies",
    "accounts",
    "catalogue",
    "documents",
    "office",
    "ui",
    "submissions",
    "reference",
    "demo",
    "entry",
    "review",
    "chasing",
    "programme",
    "desk",
]
# The front door and Django's own corridors: they may look into any room of portal.
CORRIDORS = {
    "settings",
    "urls",
    "wsgi",
    "models",
    "admin",
    "apps",
    "management",
    "migrations",
    "templatetags",
}
NAMELESS = {"utils", "helpers", "services", "common", "misc"}

TEXT_SUFFIXES = {
    *(".py", ".html", ".txt", ".md", ".js", ".css", ".json", ".toml", ".yaml", ".yml", ".po"),
    *(".sh", ".svg", ".cfg", ".ini", ".geojson", ".csv", ".xml"),
}


@cache
def kept_files() -> tuple[Path, ...]:
    """The files that are or would be committed: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:  # an unpacked archive has no git
        hidden = {"var", ".venv", "__pycache__"}
        paths = [p for p in ROOT.rglob("*") if not hidden & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def sources(floor: str) -> list[Path]:
    return [p for p in kept_files() if p.suffix == ".py" and p.is_relative_to(ROOT / floor)]


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, absolute and dotted.

    `from a.b import c` yields a.b and a.b.c: c may be a module.
    """
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_floor_imports_only_what_lies_below(floor):
    allowed = FLOORS[floor] | {floor}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(floor)
        for name in sorted(imports_of(path))
        if name.split(".")[0] in set(FLOORS) - allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("floor", FLOORS)
def test_no_source_imports_the_tests(floor):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(floor)
        for name in sorted(imports_of(path))
        if name.split(".")[0] in ("tests", "benchmarks")
    ]
    assert wrong == []


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "portal" and len(parts) > 1 else None


def test_every_room_of_portal_has_its_place():
    rooms = {room_of(module_of(path)) for path in sources("portal")} - {None}
    assert rooms - set(ROOMS) - CORRIDORS == set()


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_rooms_before_it(room):
    behind = set(ROOMS[ROOMS.index(room) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources("portal")
        if room_of(module_of(path)) == room
        for name in sorted(imports_of(path))
        if rooms_behind(name) & (behind | {"admin", "urls", "wsgi", "settings"})
    ]
    assert wrong == []


def rooms_behind(name: str) -> set[str]:
    """The rooms that an import reaches: portal.models stands for all whose models it shows."""
    room = room_of(name)
    if room == "models":
        return {room_of(shown) for shown in imports_of(ROOT / "portal" / "models.py")} - {None}
    return {room} - {None}


def import_graph() -> dict[str, set[str]]:
    modules = {module_of(path): path for floor in FLOORS for path in sources(floor)}
    return {
        module: {name for name in imports_of(path) if name in modules and name != module}
        for module, path in modules.items()
    }


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """One circle of imports as the list of its modules, or an empty list."""
    done: set[str] = set()

    def walk(module: str, way: list[str]) -> list[str]:
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return []
        for name in sorted(graph.get(module, ())):
            if found := walk(name, [*way, module]):
                return found
        done.add(module)
        return []

    for module in sorted(graph):
        if found := walk(module, []):
            return found
    return []


def test_no_import_circle():
    assert circle_in(import_graph()) == []


def test_a_circle_would_be_found():
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_relative_imports_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_house.ROOT", tmp_path)
    room = tmp_path / "portal" / "entry"
    room.mkdir(parents=True)
    source = room / "forms.py"
    source.write_text("from . import paste\nfrom ..review.board import rows\nimport reporting\n")
    assert imports_of(source) == {
        *("portal.entry", "portal.entry.paste"),
        *("portal.review.board", "portal.review.board.rows"),
        "reporting",
    }


def test_no_file_has_a_name_that_says_nothing():
    wrong = [str(p.relative_to(ROOT)) for p in kept_files() if p.stem.lower() in NAMELESS]
    assert [path for path in wrong if "vendor" not in path] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find|--trusted)", text, re.MULTILINE)
    pins = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    unpinned = [
        pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin
    ]
    assert unpinned == []


def test_development_requirements_hold_the_runtime_versions():
    def pins(name):
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9._-]+(?:\[[a-z,]+\])?==\S+)", text, re.MULTILINE))

    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_every_text_is_composed():
    """NFC everywhere: a decomposed "Quảng" matches nothing that is typed."""
    wrong = []
    for path in kept_files():
        if path.suffix in TEXT_SUFFIXES or path.name in ("Makefile", "run"):
            text = path.read_text(encoding="utf-8")
            if not unicodedata.is_normalized("NFC", text):
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []

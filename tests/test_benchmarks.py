"""The bench's machinery runs from end to end on tiny data; its bars are not judged here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measuring import FALLS_SHORT, HOLDS, in_turn, ratio_row

ROOT = Path(__file__).resolve().parent.parent


def test_a_ratio_on_its_bar_holds():
    assert ratio_row("Trang", 4.0, 4, "trang trần").verdict == HOLDS
    assert ratio_row("Trang", 4.01, 4, "trang trần").verdict == FALLS_SHORT


def test_works_are_measured_in_turn_and_the_first_round_is_left_out():
    order = []
    numbers = {"a": iter([99.0, 1.0, 2.0, 6.0]), "b": iter([99.0, 5.0, 5.0, 5.0])}

    def work(name):
        order.append(name)
        return next(numbers[name])

    found = in_turn({name: lambda name=name: work(name) for name in numbers}, 3)
    assert found == {"a": 2.0, "b": 5.0}
    assert order == ["a", "b"] * 4


@pytest.mark.slow
def test_the_bench_runs(tmp_path):
    out = tmp_path / "latest.json"
    sizes = ["--years", "1", "--repeat", "2", "--agencies", "120"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *sizes, "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "ngưỡng chưa đạt; đo hết" in done.stdout, done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert len(found["rows"]) >= 12
    assert not [row for row in found["rows"] if "HTTP" in row["measured"]]

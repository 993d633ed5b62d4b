"""How a line may be reworded: no database is asked."""

from types import SimpleNamespace

import pytest

from reporting.editions.workspace.wording import faults_of

USUAL = "{PLAN_MIN} bộ và {PLAN_PRO} tỉnh đã ban hành Kế hoạch (tính đến 30/9/2022) trên VTV1."
NAMES = ("PLAN_MIN", "PLAN_PRO")


def faults(wording, unknown=()):
    return faults_of(wording, USUAL, NAMES, unknown)


@pytest.mark.parametrize(
    "wording",
    [
        USUAL,
        "Có {PLAN_PRO} tỉnh và {PLAN_MIN} bộ thực hiện Đề án 146.",
        "{PLAN_MIN} và {PLAN_PRO} theo Quyết định 146/QĐ-TTg, phát trên VTV1.",
        "{PLAN_MIN}, {PLAN_PRO} (tính đến 30/9/2022).",
        "{PLAN_MIN}, {PLAN_PRO}; số còn lại chưa ban hành.",
    ],
)
def test_words_around_figures_are_free(wording):
    assert faults(wording) == []


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("{PLAN_MIN} bộ đã ban hành.", "{PLAN_PRO}"),
        ("41 tỉnh đã ban hành.", "{PLAN_MIN}"),
        ("{PLAN_MIN} bộ và {PLAN_PRO} tỉnh, trong đó 41/63 tỉnh.", "41/63"),
        ("{PLAN_MIN} bộ và {PLAN_PRO} tỉnh, tăng 1.234.", "1.234"),
        ("{PLAN_MIN} bộ, {PLAN_PRO} tỉnh và {TEAMS} Tổ.", "{TEAMS}"),
        ("{PLAN_MIN} bộ và {PLAN_PRO} tỉnh {plan}.", "ngoặc nhọn"),
        ("{PLAN_MIN} bộ và {PLAN_PRO} tỉnh {", "ngoặc nhọn"),
    ],
)
def test_each_fault_is_named(wording, said):
    assert any(said in fault for fault in faults(wording))


def test_an_unknown_is_never_worded_as_not_yet():
    unknown = [SimpleNamespace(unknown=[1, 2])]
    wording = "{PLAN_MIN} bộ, {PLAN_PRO} tỉnh; số còn lại {}."
    assert "không viết “chưa”" in faults(wording.replace("{}", "chưa có"), unknown)[0]
    assert faults(wording.replace("{}", "chưa ghi nhận"), unknown) == []

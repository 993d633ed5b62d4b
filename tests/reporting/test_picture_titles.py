"""No title of a dashboard's chart contradicts the rows it is drawn from, whatever they are.

Each sentence is taken apart again and held against the rows.
"""

import re
from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.submissions.readings import Member
from portal.submissions.register import Rate
from portal.ui.charts import Counted, CoverageRow
from reporting.dashboard.pictures.coverage import coverage_title
from reporting.dashboard.pictures.flow import MonthFlow, flow_title
from reporting.dashboard.pictures.rates import MonthRate, rates_title
from reporting.dashboard.pictures.teams import TeamsRow, per_people_title, teams_title
from reporting.dashboard.pictures.trend import trend_title
from tests import factories as make
from training.charts import ranking_title
from training.trend import TotalOnDay

COUNTS = st.integers(0, 63)


def share(part, whole) -> str:
    tenth = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{tenth}%".replace(".", ",")


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def tenth(value) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


# Reporting rates


@st.composite
def months(draw):
    found = []
    for at in range(draw(st.integers(1, 6))):
        expected = draw(st.integers(1, 93))
        received = draw(st.integers(0, expected))
        rate = Rate(expected, received, draw(st.integers(0, received)))
        found.append(MonthRate(f"tháng {at + 1}/2022", rate, is_open=False))
    if draw(st.booleans()):
        last = found[-1]
        found[-1] = MonthRate(last.label, last.rate, is_open=True)
    return found


@given(months=months())
def test_rates(months):
    title = rates_title(months)
    over = [month for month in months if not month.is_open]
    last = over[-1] if over else months[-1]
    assert title.startswith(f"Kỳ {last.label}")
    if not over:
        assert "chưa hết hạn" in title
        done, whole = re.search(r": (\d+)/(\d+) cơ quan", title).groups()
        assert (int(done), int(whole)) == (last.rate.received, last.rate.expected)
        return
    assert f"{share(last.rate.received, last.rate.expected)} cơ quan đã báo cáo" in title
    assert f"{share(last.rate.on_time, last.rate.expected)} đúng hạn" in title
    if len(over) > 1:
        before = over[-2]
        now, then = (m.rate.received / m.rate.expected for m in (last, before))
        earlier = share(before.rate.received, before.rate.expected)
        if "tăng từ" in title:
            assert now > then
        elif "giảm từ" in title:
            assert now < then
        else:
            assert f"bằng {earlier}" in title
            assert share(last.rate.received, last.rate.expected) == earlier
        assert title.endswith(f"{earlier} kỳ {before.short_label}")


# Coverage

Asked = {"PLAN_PRO": None, "TEAM_PRO": None}


@given(
    regions=st.lists(
        st.tuples(*[st.tuples(COUNTS, COUNTS, COUNTS)] * 2).filter(lambda both: sum(both[0])),
        min_size=1,
        max_size=7,
    )
)
def test_coverage(regions):
    rows = [
        CoverageRow(f"Vùng {at}", tuple(Counted(*counts, size=sum(counts)) for counts in both))
        for at, both in enumerate(regions)
    ]
    title = coverage_title(rows, Asked)
    shares = {row.label: Decimal(row.counted[0].done) / row.counted[0].size for row in rows}
    shown = {row.label: share(row.counted[0].done, row.counted[0].size) for row in rows}
    if len(rows) == 1:
        assert f"{rows[0].counted[0].words} địa phương đã ban hành Kế hoạch" in title
        assert f"{rows[0].counted[1].words} địa phương đã thành lập Tổ" in title
        return
    if len(set(shares.values())) == 1:
        assert title.startswith(f"Vùng nào cũng có {shown['Vùng 0']}")
        return
    parts = re.fullmatch(r".* cao nhất ở (.+) \((.+)\), thấp nhất ở (.+) \((.+)\)", title).groups()
    for named, told, extreme in ((*parts[:2], max), (*parts[2:], min)):
        best = [label for label, value in shares.items() if value == extreme(shares.values())]
        expected = ", ".join(best) if len(best) < 3 else f"{len(best)} vùng"
        assert named == expected
        assert told == shown[best[0]]


# Teams

Province = namedtuple("Province", "teams members population")
AMOUNTS = st.integers(0, 3000)


def province(at: int) -> Member:
    return Member(at, f"t-{at}", f"T{at}", f"Tỉnh {at}", f"Tỉnh {at}", at, f"t{at:03}")


@given(
    given_rows=st.lists(
        st.builds(Province, AMOUNTS, st.integers(0, 20_000), st.integers(1, 9_000_000)),
        min_size=3,
        max_size=63,
    )
)
def test_teams(given_rows):
    rows = [TeamsRow(province(at), *row) for at, row in enumerate(given_rows)]
    sizes = {
        f"Tỉnh {at}": tenth(Decimal(r.members) / r.teams)
        for at, r in enumerate(given_rows)
        if r.teams
    }
    title = teams_title(rows)
    if not sizes:
        assert title == f"{len(rows)} địa phương báo cáo chưa có Tổ công nghệ số cộng đồng nào"
    elif len(set(sizes.values())) == 1:
        assert number(re.search(r"[\d.]*\d(,\d)?", title)[0]) == next(iter(sizes.values()))
    else:
        found = re.findall(r"([\d.]+,\d) thành viên \((.+?)\)", title)
        for (told, where), extreme in zip(found, (min, max), strict=True):
            assert number(told) == extreme(sizes.values())
            best = [name for name, size in sizes.items() if size == extreme(sizes.values())]
            assert where == (best[0] if len(best) == 1 else f"{len(best)} địa phương")


@given(
    given_rows=st.lists(
        st.builds(Province, AMOUNTS, AMOUNTS, st.integers(1000, 9_000_000)), min_size=3, max_size=9
    )
)
def test_teams_among_people(given_rows):
    title = per_people_title([TeamsRow(province(at), *r) for at, r in enumerate(given_rows)])
    dense = [tenth(Decimal(r.teams * 10_000) / r.population) for r in given_rows]
    where, most, count, whole = re.fullmatch(
        r"Trên 10\.000 dân, (.+) có nhiều Tổ nhất \((.+)\); "
        r"(\d+) địa phương có số tính chung là (.+)",
        title,
    ).groups()
    best = [at for at, value in enumerate(dense) if value == max(dense)]
    assert where == (f"Tỉnh {best[0]}" if len(best) == 1 else f"{len(best)} địa phương")
    assert number(most) == max(dense)
    assert int(count) == len(given_rows)
    teams, people = (sum(getattr(r, name) for r in given_rows) for name in ("teams", "population"))
    assert number(whole) == tenth(Decimal(teams * 10_000) / people)


# A flow and a stock


@given(
    amounts=st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=6).filter(
        lambda found: found[-1] is not None
    ),
    is_open=st.booleans(),
)
def test_flow(amounts, is_open):
    months = [
        MonthFlow(2022, at, amount, 5 + at, 93, is_open and at == len(amounts))
        for at, amount in enumerate(amounts, 1)
    ]
    title = flow_title(months)
    over = [m for m in months if not m.is_open and m.amount is not None]
    last = over[-1] if over else months[-1]
    told = re.match(
        r"Kỳ tháng (\d+)/2022, (\d+) cơ quan báo cáo thêm ([\d.]+) lượt", title
    ).groups()
    assert (int(told[0]), int(told[1]), number(told[2])) == (last.month, last.known, last.amount)
    assert ("chưa hết hạn" in title) == (not over)
    if len(over) > 1:
        before = re.search(r"kỳ (\d+)/2022: ([\d.]+) lượt của (\d+) cơ quan", title).groups()
        assert (int(before[0]), number(before[1])) == (over[-2].month, over[-2].amount)
        assert int(before[2]) == over[-2].known


@given(first=st.integers(0, 10**6), last=st.integers(0, 10**6))
def test_stock(first, last):
    days = make.day("2022-09-30"), make.day("2022-11-14")
    title = trend_title(TotalOnDay(days[0], first, 9), TotalOnDay(days[1], last, 9))
    assert ("lên" in title, "xuống" in title) == (last > first, last < first)
    told = [number(n) for n in re.findall(r"(?<![/\d])[\d.]+(?![/\d.])", title)]
    assert told == ([first, last] if first != last else [last])


# Ranking

Row = namedtuple("Row", "name amount")


@given(amounts=st.lists(st.integers(0, 20_000), min_size=1, max_size=63).filter(any))
def test_ranking(amounts):
    amounts.sort(reverse=True)
    total = sum(amounts)
    title = ranking_title([Row(f"Tỉnh {at}", n) for at, n in enumerate(amounts)], total)
    few = next(n for n in range(1, 64) if sum(amounts[:n]) * 2 >= total)
    assert f"{share(sum(amounts[:few]), total)} tổng số lượt" in title
    if few == 1:
        assert title.startswith("Riêng Tỉnh 0")
    else:
        assert title.startswith(f"{few} địa phương nhiều nhất")
    assert number(re.search(r"Tỉnh 0 \(([\d.]+)\)", title)[1]) == amounts[0]

"""Every kind of chart once, from made-up figures, for the gallery."""

from decimal import Decimal

from portal.ui import charts

SERIES = ("Tự tổ chức", "Nền tảng")
MADE_UP = "số liệu giả định của trang này."
ROWS = (
    {"name": "Địa phương A", "own": 428, "platform": 4565, "total": 4993, "on": None},
    {"name": "Địa phương B", "own": 3602, "platform": 1019, "total": 4621, "on": None},
    {"name": "Địa phương C", "own": None, "platform": 1304, "total": 1304, "on": None},
    {"name": "Địa phương D", "own": 0, "platform": 820, "total": 820, "on": None},
)


def squares() -> list[charts.Chart]:
    """One square or tile an agency."""
    return [_waffle(), _tiles(), _coverage()]


def measured(table) -> list[charts.Chart]:
    """With an axis; `table` holds the figures of the bars."""
    return [_bars(table), _trend(), _lines(), _flow(), _scatter()]


def _bars(table) -> charts.Chart:
    rows = [charts.BarRow(row["name"], (row["own"], row["platform"]), row["total"]) for row in ROWS]
    return charts.Chart(
        id="cot",
        title="Địa phương A dựa vào nền tảng, địa phương B chủ yếu tự tổ chức",
        caption="Lượt, lũy kế. Số liệu giả định.",
        key=(*zip(SERIES, charts.SERIES, strict=True), ("Chưa ghi nhận", charts.UNKNOWN)),
        svg=charts.stacked_bars_svg(rows, SERIES),
        figure=charts.stacked_bars_figure(rows, SERIES, "lượt"),
        table=table,
        sheet=charts.SheetDrawing(charts.BARS, ("own_run", "platform")),
        source=MADE_UP,
    )


def _trend() -> charts.Chart:
    values = (61200, 66900, None, 80100, 88000, 94400, 101900, 109200, 117158)
    points = [
        charts.TrendPoint(f"Tuần {week}", value, is_provisional=week < 36)
        for week, value in enumerate(values, 31)
    ]
    return charts.Chart(
        id="duong",
        title="Số lượt lũy kế đạt 117.158 ở tuần 39; tuần 33 chưa có số",
        caption="Lượt, lũy kế theo tuần. Điểm rỗng, nét đứt: số chưa công bố.",
        svg=charts.trend_svg(points, "Lượt lũy kế từ tuần 31 đến tuần 39"),
        figure=charts.trend_figure(points, "Lũy kế", "lượt"),
        source=MADE_UP,
    )


def _waffle() -> charts.Chart:
    states = [charts.DONE] * 18 + [charts.NOT_DONE] * 7 + [charts.UNKNOWN] * 5
    return charts.Chart(
        id="o-vuong",
        title="18/30 cơ quan đã ban hành Kế hoạch; 5 cơ quan chưa ghi nhận",
        caption="Mỗi ô là một cơ quan. Số liệu giả định.",
        key=_three_states("Đã ban hành", "Báo là chưa"),
        svg=charts.waffle_svg(states, "18 đã ban hành, 7 báo là chưa, 5 chưa ghi nhận"),
    )


def _tiles() -> charts.Chart:
    cycle = (charts.DONE, charts.NOT_DONE, charts.DONE, charts.UNKNOWN)
    tiles = [charts.Tile(("Tỉnh", str(i + 1)), i // 5, i % 5, cycle[i % 4]) for i in range(20)]
    return charts.Chart(
        id="o-ban-do",
        title="Mỗi ô là một tỉnh, thành phố, cỡ như nhau",
        caption="Đặt gần đúng vị trí; hai quần đảo luôn có trên hình.",
        key=_three_states("Đã ban hành", "Báo là chưa"),
        svg=charts.tile_grid_svg(tiles, "Bản đồ ô: mẫu"),
    )


def _three_states(done: str, not_done: str) -> tuple[tuple[str, str], ...]:
    return ((done, charts.DONE), (not_done, charts.NOT_DONE), ("Chưa ghi nhận", charts.UNKNOWN))


def _coverage() -> charts.Chart:
    counted = (((8, 1, 2), (10, 1, 0)), ((9, 0, 5), (14, 0, 0)), ((0, 3, 3), (6, 0, 0)))
    rows = [
        charts.CoverageRow(f"Vùng thứ {at}", tuple(charts.Counted(*c, sum(c)) for c in both))
        for at, both in enumerate(counted, 1)
    ]
    heads = ("Kế hoạch", "Tổ công nghệ số")
    return charts.Chart(
        id="do-phu",
        title="Vùng thứ 3 chưa ghi nhận địa phương nào ban hành Kế hoạch",
        caption="Mỗi thanh: số địa phương của vùng. Số liệu giả định.",
        key=_three_states("Đã có", "Báo là chưa"),
        svg=charts.coverage_svg(rows, heads, "Kế hoạch và Tổ theo vùng: mẫu"),
        figure=charts.coverage_figure(rows, heads),
        source=MADE_UP,
    )


def _lines() -> charts.Chart:
    shares = (("60.2", "40"), ("71", "51"), None, ("80", "79.5"), ("92.5", "61"), ("58.1", "58.1"))
    lines = [
        charts.Line(
            name,
            tuple(
                charts.TrendPoint(f"{month}/2022", pair and Decimal(pair[at]), month == 11)
                for month, pair in enumerate(shares, 6)
            ),
        )
        for at, name in enumerate(("Đã nhận", "Đúng hạn"))
    ]
    return charts.Chart(
        id="hai-duong",
        title="Tháng 10: 92,5% cơ quan đã báo cáo, 61,0% đúng hạn",
        caption="Tỷ lệ cơ quan. Điểm rỗng, nét đứt: kỳ chưa hết hạn. Tháng 8 chưa có số.",
        key=tuple(zip(("Đã nhận", "Đúng hạn"), charts.SERIES, strict=True)),
        svg=charts.lines_svg(lines, "Tỷ lệ báo cáo: mẫu", top=100, suffix="%"),
        figure=charts.lines_figure(lines, top=100, suffix="%"),
        source=MADE_UP,
    )


def _flow() -> charts.Chart:
    amounts = (1200, 3400, None, 5200, 12345, 900)
    bars = [
        charts.FlowBar(f"{month}/2022", amount, f"{month * 7}/93", month == 11)
        for month, amount in enumerate(amounts, 6)
    ]
    return charts.Chart(
        id="phat-sinh",
        title="Tháng 10 thêm 12.345 lượt, nhiều nhất từ tháng 6",
        caption="Lượt, phát sinh trong từng tháng. Cột rỗng: kỳ chưa hết hạn.",
        svg=charts.flow_svg(bars, "Lượt phát sinh: mẫu"),
        figure=charts.flow_figure(bars, "Lượt", "lượt"),
        source=MADE_UP,
    )


def _scatter() -> charts.Chart:
    spots = [
        charts.Spot(f"Địa phương {at}", at * 83 % 1500 + 60, at * 409 % 5300 + 400)
        for at in range(1, 31)
    ]
    spots.append(charts.Spot("Địa phương lớn", 2656, 11900))
    names = charts.AxisNames("Số Tổ", "Số thành viên")
    rise = Decimal(sum(spot.y for spot in spots)) / sum(spot.x for spot in spots)
    return charts.Chart(
        id="phan-tan",
        title="Địa phương lớn có nhiều Tổ và nhiều thành viên nhất",
        caption="Mỗi điểm là một địa phương. Đường đứt: bình quân chung. Số liệu giả định.",
        svg=charts.scatter_svg(spots, names, "Tổ và thành viên: mẫu", rise),
        figure=charts.scatter_figure(spots, names, rise),
        source=MADE_UP,
    )

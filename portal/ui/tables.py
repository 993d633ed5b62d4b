"""The yearbook's table: one class and one template for every table of the portal.

django-tables2 gives columns, ordering and pages; its cell-by-cell rendering is not used. A table
hands templates/components/table.html plain tuples (`plain_rows`) and the workbook raw values
(`raw_rows`), both from the same records.
"""

from collections.abc import Callable, Iterator
from operator import attrgetter, itemgetter

import django_tables2
from django_tables2.data import TableListData
from django_tables2.utils import A, OrderBy

from portal import days, figures

from .row_markup import PlainRow, filled

LONG = 30  # rows; beyond it a hairline after every fifth row only


class Column(django_tables2.Column):
    """Text. `href` names the record's field, or is a function of the record, that gives a link."""

    css = ""
    is_row_head = False

    def __init__(self, verbose_name=None, *, href=None, css=None, **kwargs):
        super().__init__(verbose_name, **kwargs)
        self.href = href
        self.css = type(self).css if css is None else css

    def show(self, value) -> str:
        """What a reader sees; an absent value is an empty cell, never 0."""
        return "" if value is None else value

    def raw(self, value):
        """What a workbook's cell holds."""
        return None if value == "" else value


class NumberColumn(Column):
    """A figure, right-aligned; text such as "Không áp dụng" passes as it is."""

    css = "num"

    def __init__(self, verbose_name=None, *, decimals: int = 0, **kwargs):
        super().__init__(verbose_name, **kwargs)
        self.decimals = decimals

    def show(self, value) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return figures.show(value, self.decimals)


class PercentColumn(NumberColumn):
    """A share that was already worked out, in per cent: Decimal("76.1") → 76,1%."""

    def __init__(self, verbose_name=None, *, decimals: int = 1, **kwargs):
        super().__init__(verbose_name, decimals=decimals, **kwargs)

    def show(self, value) -> str:
        shown = super().show(value)
        return f"{shown}%" if shown and not isinstance(value, str) else shown


class NameColumn(Column):
    """The name of what the row is about: the row's head."""

    is_row_head = True


class RankColumn(NumberColumn):
    """TT: the record's own rank where `accessor` names one, else the place in the list."""

    css = "num stt"

    def __init__(self, verbose_name="TT", **kwargs):
        kwargs.setdefault("empty_values", ())
        kwargs.setdefault("orderable", False)
        self.counts = "accessor" not in kwargs
        super().__init__(verbose_name, **kwargs)


class DateColumn(Column):
    css = "date"

    def show(self, value) -> str:
        return "" if value is None else days.show_date_padded(value)


class YearbookTable(django_tables2.Table):
    """Title, unit line, columns, rows, total, notes.

    title:        the caption, a noun phrase with its place in the report ("Bảng 2. …")
    unit_line:    unit, date, and what an empty cell means
    total:        {column name: number} for the foot; None for a table without one
    total_label:  what stands in the name column of the foot
    basis:        {column name: "35/63"}: how many agencies each total rests on
    notes:        sentences under the table, numbered
    own:          a predicate on a record: true for the reader's own agency
    css:          further classes of the table: "stack" turns rows into label: value on phones
    """

    title = ""
    unit_line = ""
    notes: tuple[str, ...] = ()
    total: dict | None = None
    total_label = "Tổng cộng"
    basis: dict | None = None
    basis_label = "Số cơ quan có số"
    own: Callable | None = None
    css = ""
    settable = [
        "title",
        "unit_line",
        "notes",
        "total",
        "total_label",
        "basis",
        "basis_label",
        "own",
        "css",
    ]

    def __init__(self, data=(), **kwargs):
        for name in (*self.settable, "own", "css"):
            if name in kwargs:
                setattr(self, name, kwargs.pop(name))
        # Meta is not inherited by django-tables2's tables; a column may still say orderable=True.
        kwargs.setdefault("orderable", bool(self._meta.orderable and "Meta" in vars(type(self))))
        kwargs.setdefault("empty_text", self._meta.empty_text or "Chưa có dòng nào.")
        super().__init__(data, **kwargs)

    @property
    def order_by(self):
        return super().order_by

    @order_by.setter
    def order_by(self, value):
        """Records without the figure that they are ordered by come last, whichever way."""
        django_tables2.Table.order_by.fset(self, value)
        if self.order_by and isinstance(self.data, TableListData):
            alias = OrderBy(self.order_by[0]).bare
            read = _reader(self.columns[alias])
            self.data.data.sort(key=lambda record: read(record, None) is None)

    # For pages

    def header(self) -> list[tuple[str, str, str, str]]:
        """(css class, label, href that sorts by the column or "", aria-sort or "") per column."""
        return [
            (column.column.css, str(column.header), self._sort_link(column), _sorted_how(column))
            for column in self.columns
        ]

    def plain_rows(self) -> Iterator[PlainRow]:
        """Each row as (css class, formatted text, href or "") tuples."""
        columns = self._columns()
        head_at = self._head_at
        readers = [_reader(bound) for bound in columns]
        shows = [(bound.column.css, bound.column.show, _linker(bound.column)) for bound in columns]
        for rank, record in enumerate(self._records(), self._first_rank):
            cells = []
            for read, (css, show, link) in zip(readers, shows, strict=True):
                text = show(read(record, rank))
                cells.append((css, text, link(record) if link and text else ""))
            yield PlainRow(cells, head_at, "own" if self.own and self.own(record) else "")

    def html_rows(self) -> Iterator[str]:
        """The same rows as markup. Each shape of row is rendered by its template once; the cells
        are then filled in, escaped: a fifth of the time of looping over cells in a template.
        """
        labels = self._stacking_labels
        return (filled(row, labels, row.css) for row in self.plain_rows())

    def html_foot(self) -> list[str]:
        rows = [(self.plain_total(), ""), (self.plain_basis(), "basis")]
        labels = self._stacking_labels
        return [filled(row, labels, css) for row, css in rows if row is not None]

    def plain_total(self) -> PlainRow | None:
        """The foot's cells, or None where the table has no total."""
        if self.total is None:
            return None
        return self._foot(self.total, self.total_label)

    def plain_basis(self) -> PlainRow | None:
        return None if self.basis is None else self._foot(self.basis, self.basis_label)

    @property
    def labels(self) -> list[str]:
        return [str(bound.header) for bound in self._columns()]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONG

    # For workbooks and documents

    def raw_rows(self) -> Iterator[list]:
        """Each row as Python values: numbers as numbers, blanks as None."""
        columns = self._columns()
        readers = [(_reader(bound), bound.column.raw) for bound in columns]
        for rank, record in enumerate(self._records(), self._first_rank):
            yield [raw(read(record, rank)) for read, raw in readers]

    def raw_total(self) -> list | None:
        if self.total is None:
            return None
        at = self._head_at
        values = [self.total.get(bound.name) for bound in self._columns()]
        return [self.total_label if i == at else value for i, value in enumerate(values)]

    # Within

    @property
    def _stacking_labels(self) -> tuple[str, ...]:
        return tuple(self.labels) if "stack" in self.css.split() else ()

    def _columns(self) -> list:
        return list(self.columns)

    @property
    def _head_at(self) -> int | None:
        heads = [i for i, bound in enumerate(self._columns()) if bound.column.is_row_head]
        return heads[0] if heads else None

    def _records(self) -> Iterator:
        if hasattr(self, "page"):
            return (row.record for row in self.page.object_list)
        return iter(self.data)

    @property
    def _first_rank(self) -> int:
        return self.page.start_index() if hasattr(self, "page") else 1

    def _foot(self, values: dict, label: str) -> PlainRow:
        at = self._head_at
        cells = []
        for i, bound in enumerate(self._columns()):
            column = bound.column
            text = label if i == at else column.show(values.get(bound.name))
            cells.append((column.css, text, ""))
        return PlainRow(cells, at)

    def _sort_link(self, column) -> str:
        if not column.orderable or getattr(self, "request", None) is None:
            return ""
        query = self.request.GET.copy()
        query[self.prefixed_order_by_field] = column.order_by_alias.next
        query.pop(self.prefixed_page_field, None)
        return f"?{query.urlencode()}"


def _sorted_how(column) -> str:
    if not column.is_ordered:
        return ""
    return "descending" if column.order_by_alias.is_descending else "ascending"


def _reader(bound) -> Callable:
    """The function (record, rank) → value of a column; its accessor is resolved here, once."""
    column, path = bound.column, str(bound.accessor)
    if isinstance(column, RankColumn) and column.counts:
        return lambda record, rank: rank
    if "." in path or "__" in path:
        resolve = A(path).resolve
        return lambda record, rank: resolve(record, quiet=True)
    key, attribute = itemgetter(path), attrgetter(path)

    def read(record, rank):
        if isinstance(record, dict):
            return key(record)
        value = attribute(record)
        return value() if callable(value) else value

    return read


def _linker(column) -> Callable | None:
    if column.href is None or callable(column.href):
        return column.href
    name = column.href

    def link(record) -> str:
        return (record[name] if isinstance(record, dict) else getattr(record, name)) or ""

    return link

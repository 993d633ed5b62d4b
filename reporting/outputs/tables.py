"""A report's table as the portal's table class, which pages and workbooks know how to set."""

from portal.ui.tables import Column, NameColumn, NumberColumn, RankColumn, YearbookTable
from reporting.editions.report import ReportTable, TableColumn


def yearbook(table: ReportTable) -> YearbookTable:
    """The same cells, head, total and basis."""
    columns = {column.name: column_of(column) for column in table.columns}
    names = list(columns)
    records = [dict(zip(names, row, strict=True)) for row in table.rows]
    made = type("ReportYearbookTable", (YearbookTable,), columns)
    return made(
        records,
        title=table.title,
        unit_line=table.unit_line,
        total=None if table.total is None else dict(zip(names, table.total, strict=True)),
        total_label=table.total_label,
        basis=None if table.basis is None else dict(zip(names, table.basis, strict=True)),
        basis_label=table.basis_label,
        prefix=table.id,
    )


def column_of(column: TableColumn) -> Column:
    if column.kind == "rank":
        return RankColumn(column.label, accessor=column.name)
    if column.kind == "number":
        return NumberColumn(column.label, decimals=column.decimals)
    return (NameColumn if column.kind == "name" else Column)(column.label)

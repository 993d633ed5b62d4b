"""Files made from an edition's content."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def edition_workbook(content) -> bytes:
    raise NotImplementedError

"""The yardsticks: the least that a signed-in page, and the saving of a form, could cost."""

_PARAGRAPH = (
    "<p>Đề án “Nâng cao nhận thức, phổ cập kỹ năng và phát triển nguồn nhân lực chuyển đổi số "
    "quốc gia đến năm 2025, định hướng đến năm 2030”.</p>\n"
)
TEMPLATE_BYTES = 20 * 1024
_TIMES = TEMPLATE_BYTES // len(_PARAGRAPH.encode()) + 1
BARE_TEMPLATE = (
    '<!doctype html>\n<html lang="vi"><title>Trang trần</title>\n<h1>{{ agencies }}</h1>\n'
    f"{_PARAGRAPH * _TIMES}</html>\n"
)


def bare_rows(cursor, submission_id, user_id, at, version, texts) -> None:
    """One statement inserts the texts of a form; nothing is read, checked or locked."""
    rows = [
        (submission_id, name, text, version, version + 1, user_id, at)
        for name, text in texts.items()
    ]
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    columns = "submission_id, field, text, version, until_version, by_id, at"
    insert = f"INSERT INTO portal_draftentry ({columns}) VALUES "  # noqa: S608  constant names
    cursor.execute(insert + marks, [value for row in rows for value in row])

from tests.november import in_november, month, reports  # noqa: F401

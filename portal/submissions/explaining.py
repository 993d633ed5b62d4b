"""What wants a word of its preparer: each warning, and each figure that the centre asked about."""

from .answers import Answer, Severity

LONGEST_NOTE = 500  # of a stored explanation and a stored note


def check_centre_question(answer: Answer) -> None:
    """A figure that the centre asked about and that says the same again wants a word."""
    if answer.state is not None and says_the_same(answer):
        answer.complain(
            Severity.WARNING,
            answer.main_part,
            "Cục hỏi về số này mà số vẫn như bản đã gửi. Nếu số đúng, bạn ghi giải trình.",
        )


def says_the_same(answer: Answer) -> bool:
    """Whether an answer, with its document, is the one that the centre asked about."""
    query = answer.question.query
    if query is None:
        return False
    said = (query.state, query.amount, query.said, query.note)
    text = answer.text if answer.is_reported else ""
    if said != (answer.state, answer.amount, text, answer.note[:LONGEST_NOTE]):
        return False
    typed = answer.new_document
    if typed is None:
        return query.document_id == (answer.document.pk if answer.document else None)
    return query.paper == (typed.kind, typed.number, typed.issuer, typed.issued_on, typed.file_id)


def ask_for_explanation(answer: Answer) -> None:
    """A warning without an explanation is an error at the explanation's own box.

    What was explained before the centre asked is no answer to its question.
    """
    warned = any(problem.severity == Severity.WARNING for problem in answer.problems)
    if warned and not answer.explanation:
        answer.fault("explain", "Bạn ghi một câu giải trình cho cảnh báo này.")
    elif (
        warned
        and says_the_same(answer)
        and answer.explanation[:LONGEST_NOTE] == answer.question.query.explanation
    ):
        answer.fault("explain", "Cục đã đọc giải trình này rồi mới hỏi. Bạn viết câu trả lời mới.")

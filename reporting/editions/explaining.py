"""What officers wrote about their figures, for the rises that an edition tells of."""

from portal.models import IndicatorValue
from portal.submissions.aggregation import Figures
from training.figures import CENTRAL, PROVINCIAL

OF_TABLES = {"bang-1": CENTRAL, "bang-2": PROVINCIAL}


def explanations_of(figures: Figures) -> dict[tuple[str, str], str]:
    """{(table, agency's key): its words} from the values that the tables hold; one query.

    An explanation of a warning goes before a remark; of several parts each is said once. Who
    wrote nothing is not there.
    """
    table_of = {
        figures.indicators[code].pk: table
        for table, codes in OF_TABLES.items()
        for code in codes
        if code in figures.indicators
    }
    values = [
        reading.value_id
        for reading in figures.all_readings()
        if reading.indicator_id in table_of and reading.agency_id is not None
    ]
    rows = (
        IndicatorValue.objects.filter(pk__in=values)
        .exclude(explanation="", note="")
        .order_by("agency_id", "indicator_id", "pk")
        .values_list("indicator_id", "agency__slug", "explanation", "note")
    )
    found: dict[tuple[str, str], dict[str, None]] = {}
    for indicator, slug, explanation, note in rows:
        words = " ".join((explanation or note).split())
        found.setdefault((table_of[indicator], slug), {})[words] = None
    return {key: "; ".join(words) for key, words in found.items()}

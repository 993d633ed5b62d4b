"""A process of its own that goes on stating figures while editions are frozen.

Every statement gives an agency two figures that belong together: the second is the first and one.
"""

import random
import sys
import time
from pathlib import Path

import django


def main(seed: int, stop: Path) -> None:
    django.setup()
    from portal import clock
    from portal.models import Agency, Indicator
    from portal.submissions.models import Channel
    from portal.submissions.stating import Stated, state_figures
    from tests.reporting.test_freezing_while_stating import DAY, FIRST, SECOND

    dice = random.Random(seed)  # noqa: S311
    agencies = list(Agency.objects.order_by("pk"))
    indicators = Indicator.objects.in_bulk(field_name="code")
    while not stop.exists():
        amount = dice.randrange(1, 1_000_000)
        state_figures(
            channel=Channel.PLATFORM,
            as_of=DAY,
            agency=dice.choice(agencies),
            source_text=f"Nguồn {seed}",
            at=clock.now(),
            values=[
                Stated(indicator=indicators[FIRST], amount=amount),
                Stated(indicator=indicators[SECOND], amount=amount + 1),
            ],
        )
        time.sleep(dice.random() / 100)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))

"""A living table's address: what is read from it, written again, is read as the same."""

import datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from portal.days import show_date
from training.living.asking import BY_NAME, OFFICIAL, ask, orders
from training.living.columns import GONE, MINISTRIES, NEW, PROVINCES, shown_choices
from training.living.records import change, set_ranks

DAY = datetime.date(2022, 11, 15)
KEYS = [choice.key for choice in PROVINCES.choices]
ANY_ORDER = [choice.key for choice in orders(PROVINCES, DAY)] + [BY_NAME, OFFICIAL]


def read(text="", side=PROVINCES):
    return ask(QueryDict(text), side, DAY)


@given(
    side=st.sampled_from([PROVINCES, MINISTRIES]),
    order=st.sampled_from(["", *ANY_ORDER, *(f"-{key}" for key in ANY_ORDER)]),
    keys=st.sets(st.sampled_from(KEYS)),
    against=st.none() | st.dates(datetime.date(2022, 1, 28), DAY - datetime.timedelta(days=1)),
    is_grouped=st.booleans(),
)
def test_address_written_again_is_read_as_the_same(side, order, keys, against, is_grouped):
    query = QueryDict(mutable=True)
    query["xep"] = order
    query.setlist("cot", keys)
    query["so-voi"] = show_date(against)
    query["nhom"] = "co" if is_grouped else ""
    asked = ask(query, side, DAY)
    again = ask(QueryDict(asked.query()), side, DAY)
    assert again == asked
    assert again.query() == asked.query()
    assert list(asked.keys) == [key for key in KEYS if key in asked.keys]  # in the table's order


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4), st.text(max_size=40))
def test_whatever_is_typed_gives_a_table(order, keys, against):
    query = QueryDict(mutable=True)
    query["xep"], query["so-voi"] = order, against
    query.setlist("cot", keys)
    asked = ask(query, PROVINCES, DAY)
    assert asked.keys
    assert asked.against is None or asked.against < DAY
    assert shown_choices(PROVINCES, asked.keys, asked.against)


def test_nothing_asked_is_the_printed_table():
    assert read().query() == "ngay=15/11/2022"
    assert read("cot=tong-so,one-touch,tu-to-chuc").query() == "ngay=15/11/2022"
    assert read("cot=tong-so", MINISTRIES).query() == "ngay=15/11/2022"
    assert read("cot=tong-so").query() == "ngay=15/11/2022&cot=tong-so"


@pytest.mark.parametrize(
    ("text", "key", "first_down", "wanted"),
    [
        ("", "tong-so", True, "ngay=15/11/2022&xep=tong-so"),
        ("xep=ten", "tong-so", True, "ngay=15/11/2022"),
        ("xep=ten", "ten", False, "ngay=15/11/2022&xep=-ten"),
        ("xep=-ten", "ten", False, "ngay=15/11/2022&xep=ten"),
        ("nhom=co", "ten", False, "ngay=15/11/2022&xep=ten&nhom=co"),
    ],
)
def test_heads_turn_the_order_round(text, key, first_down, wanted):
    assert read(text).href_by(key, first_down=first_down) == f"?{wanted}"


@given(st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6))
def test_change_tells_unknown_from_zero(before, now):
    found = change(before, now)
    if before is None or now is None:
        assert found == (None if before is now else NEW if before is None else GONE)
    else:
        assert before + found == now


@given(st.lists(st.none() | st.integers(0, 50), max_size=30))
def test_equals_share_a_rank_and_the_unknown_have_none(amounts):
    records = [{"amount": amount} for amount in amounts]
    set_ranks(records)
    for record in records:
        if record["amount"] is None:
            assert record["rank"] is None
        else:
            larger = sum((other["amount"] or 0) > record["amount"] for other in records)
            assert record["rank"] == larger + 1

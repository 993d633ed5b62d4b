import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.names import (
    SORT_KEY_LENGTH,
    NameIndex,
    fold,
    join_names,
    looks_legacy,
    match,
    nfc,
    search_key,
    sort_key,
)

PROVINCES = {
    "ha-noi": ["Hà Nội", "TP. Hà Nội"],
    "ho-chi-minh": ["Hồ Chí Minh", "TPHCM", "TP.HCM", "HCM"],
    "ha-nam": ["Hà Nam"],
    "ha-giang": ["Hà Giang"],
    "hau-giang": ["Hậu Giang"],
    "hoa-binh": ["Hòa Bình"],
    "hung-yen": ["Hưng Yên"],
    "dong-nai": ["Đồng Nai"],
    "dong-thap": ["Đồng Tháp"],
    "ba-ria-vung-tau": ["Bà Rịa - Vũng Tàu", "BR-VT"],
    "thua-thien-hue": ["Thừa Thiên Huế", "Thừa Thiên - Huế", "Huế"],
    "quang-nam": ["Quảng Nam"],
    "quang-ninh": ["Quảng Ninh"],
    "kon-tum": ["Kon Tum"],
    "kien-giang": ["Kiên Giang"],
}

# Spellings


def test_nfc_is_one_line_of_composed_letters():
    assert nfc("  Quảng\u00a0\t Ninh\r\n") == "Quảng Ninh"
    assert nfc(unicodedata.normalize("NFD", "Thừa Thiên Huế")) == "Thừa Thiên Huế"
    assert nfc("\ufeffHà\u200b Nội\x00") == "Hà Nội"
    assert nfc(" \x00 ") == ""


@given(st.text())
def test_nfc_is_idempotent(text):
    assert nfc(nfc(text)) == nfc(text)
    assert unicodedata.is_normalized("NFC", nfc(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("THANH HOÁ", "Thanh Hóa"),
        ("Thuỷ lợi", "Thủy lợi"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa — Vũng Tàu"),
        ("TP. Hà Nội", "Hà Nội"),
        ("TP.Hà Nội", "Thành phố Hà Nội"),
        ("Tp Hà Nội", "hà  nội"),
        ("Tỉnh Hà Nam", "tỉnh hà nam"),
        ("TP.HCM", "HCM"),
        ("Ðồng Nai", "Đồng Nai"),  # U+00D0, not U+0110
        (unicodedata.normalize("NFD", "Đắk Lắk"), "Đắk Lắk"),
    ],
)
def test_fold_levels_spelling_habits(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đông Nai", "Đồng Nai"),
        ("Hung Yên", "Hưng Yên"),
        ("Bắc Cạn", "Bắc Kạn"),
        ("Quý", "Quỳ"),
        ("Bộ TP", "Bộ"),
        ("Tỉnh", ""),
    ],
)
def test_fold_keeps_what_makes_a_name(one, other):
    assert fold(one) != fold(other)


def test_fold_is_readable():
    assert fold("Quý hoặc hoàn khoẻ, thuỷ toà") == "quý hoặc hoàn khỏe, thủy tòa"


@given(st.text("aoueyqhđĐÐhoàáỷ -–TPtp.\u0301\u0309", max_size=12))
def test_fold_does_not_depend_on_the_unicode_form(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("Đắk Lắk", "dak lak"),
        ("  Bộ TT&TT ", "bo tt tt"),
        ("793/BTTTT-THH", "793 btttt thh"),
        (unicodedata.normalize("NFD", "Ngưỡng"), "nguong"),
        ("Hà\u200bNội", "hanoi"),
        ("", ""),
    ],
)
def test_search_key(text, key):
    assert search_key(text) == key


# Order

IN_ORDER = [
    *("", "2", "10", "10 Hà Nội", "An Giang", "Ăn", "Ân", "Bà Rịa - Vũng Tàu", "Bạc Liêu"),
    *("Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương", "Bình Định", "Bình Phước"),
    *("Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Dương", "Đà Nẵng", "Đắk Lắk", "Đắk Nông"),
    *("Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà", "Hà Giang", "Hà Nam", "Hà Nội"),
    *("Hà Tĩnh", "Hải Dương", "Hải Phòng", "Han", "Hàn", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh"),
    *("Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai"),
    *("Lâm Đồng", "Long An", "ma", "mà", "mả", "mã", "má", "mạ", "Nam Định", "Nghệ An"),
    *("Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi"),
    *("Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên"),
    *("Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long"),
    *("Vĩnh Phúc", "Yên Bái", "߀", "中"),
]


def test_names_sort_as_a_dictionary_does():
    for one, other in pairwise(IN_ORDER):
        assert sort_key(one) < sort_key(other), (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HOÀ BÌNH", "Hòa Bình"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        (unicodedata.normalize("NFD", "Đắk Lắk"), "Đắk Lắk"),
        ("Tổ 07", "Tổ 7"),
    ],
)
def test_names_that_differ_in_spelling_habits_share_a_place(one, other):
    assert sort_key(one) == sort_key(other)


@given(st.text(max_size=300))
def test_sort_key_is_short_ascii_digits(text):
    key = sort_key(text)
    assert len(key) <= SORT_KEY_LENGTH
    assert set(key) <= set("0123456789")


def test_sort_key_of_a_very_long_name_is_cut():
    assert len(sort_key("Ủy ban " * 200)) == SORT_KEY_LENGTH


# Recognition


@pytest.mark.parametrize(
    ("text", "kind", "keys"),
    [
        ("Hà Nội", "exact", ("ha-noi",)),
        ("Thành phố Hà Nội", "exact", ("ha-noi",)),
        ("TP.HCM", "exact", ("ho-chi-minh",)),
        ("TPHCM", "exact", ("ho-chi-minh",)),
        ("HOÀ BÌNH", "exact", ("hoa-binh",)),
        ("Bà Rịa–Vũng Tàu", "exact", ("ba-ria-vung-tau",)),
        ("Thừa Thiên – Huế", "exact", ("thua-thien-hue",)),
        ("Ha Noi", "uncertain", ("ha-noi",)),
        ("Tinh Ha Nam", "uncertain", ("ha-nam",)),
        ("Hung Yên", "uncertain", ("hung-yen",)),
        ("Đông Nai", "uncertain", ("dong-nai",)),
        ("Kiến Giang", "uncertain", ("kien-giang",)),
        ("Ha Giang", "uncertain", ("ha-giang",)),
        ("Bà Rịa Vũng Tàu", "uncertain", ("ba-ria-vung-tau",)),
        ("Kontum", "uncertain", ("kon-tum",)),
        ("Quảng Nih", "uncertain", ("quang-ninh",)),
        ("Quảng Nma", "uncertain", ("quang-nam",)),
        ("Quảng Ninhh", "uncertain", ("quang-ninh",)),
        ("Hx Giang", "uncertain", ("ha-giang",)),
        ("Haa Giang", "uncertain", ("ha-giang", "hau-giang")),
        ("HCN", "unknown", ()),
        ("Quảng", "unknown", ()),
        ("Cà Mau", "unknown", ()),
        ("Tổng cộng", "unknown", ()),
        ("", "unknown", ()),
        ("x" * 10_000, "unknown", ()),
    ],
)
def test_match(text, kind, keys):
    found = match(text, PROVINCES)
    assert (found.kind, found.keys) == (kind, keys)
    assert found.key == (keys[0] if kind == "exact" else None)


def test_a_name_of_two_agencies_is_ambiguous():
    found = match("Huế", {1: ["Thừa Thiên Huế", "Huế"], 2: ["Thành phố Huế"]})
    assert (found.kind, found.keys, found.key) == ("ambiguous", (1, 2), None)


@pytest.mark.parametrize("key", PROVINCES)
def test_every_known_name_is_recognised(key):
    index = NameIndex(PROVINCES)
    assert [index.match(name).key for name in PROVINCES[key]] == [key] * len(PROVINCES[key])


@given(st.text())
def test_only_a_known_name_is_accepted(text):
    found = match(text, PROVINCES)
    known = {fold(name) for names in PROVINCES.values() for name in names}
    assert (found.kind == "exact") == (fold(text) in known)


def test_a_thousand_names_are_looked_up_in_an_instant():
    index = NameIndex({n: [f"Cơ quan số {n}", f"Bộ {n}", f"CQ{n}"] for n in range(93)})
    started = time.process_time()
    for n in range(1000):
        index.match(f"Co quan só {n}")
    assert time.process_time() - started < 2


# Listing


def test_names_are_joined_so_that_each_can_be_told_apart():
    assert join_names(["Hà Nội", "Hà Tĩnh"]) == "Hà Nội, Hà Tĩnh"
    assert (
        join_names(["Bộ Xây dựng", "Bộ Văn hóa, Thể thao và Du lịch"])
        == "Bộ Xây dựng; Bộ Văn hóa, Thể thao và Du lịch"
    )
    assert join_names(name for name in ["Hà Nội"]) == "Hà Nội"
    assert join_names([]) == ""


LEGACY = [
    *("Hµ Néi", "Cao B»ng", "§ång Nai", "H¶i Phßng", "HuÕ", "NghÖ An", "Yªn B¸i", "S¬n La"),
    *("H\u00adng Yªn", "Haø Noäi", "Ñoàng Nai", "Quaûng Ninh", "Taây Ninh", "Beán Tre", "Caàn Thô"),
]


@pytest.mark.parametrize("text", LEGACY)
def test_text_in_an_old_font_is_noticed(text):
    assert looks_legacy(text)


@pytest.mark.parametrize(
    "text",
    [
        *IN_ORDER,
        *("Hoà Bình", "KHÁNH HÒA", "Bộ Lao động - Thương binh và Xã hội", "Ủy ban Dân tộc"),
        *("Thuỷ", "quý", "khoẻ", "ngoài", "yêu", "nguyễn", "«Bộ»", "diện tích 5 m²", "12°C"),
        unicodedata.normalize("NFD", "Ngưỡng cửa"),
    ],
)
def test_unicode_text_is_not_taken_for_an_old_font(text):
    assert not looks_legacy(text)

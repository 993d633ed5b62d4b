from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template

from portal.templatetags.portal_ui import STATES, state_label


def render(source: str, **context) -> str:
    return Template("{% load portal_ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 116348|vn }}", "116.348"),
        ("{{ 0|vn }}", "0"),
        ("{{ none|vn }}", ""),
        ("{{ text|vn }}", "Không áp dụng"),
        ("{{ 56|percent_of:93 }}", "60,2%"),
        ("{{ none|percent_of:93 }}", ""),
        ("{{ 5|percent_of:0 }}", ""),
        ("{{ 5|fraction_of:30 }}", "05/30"),
        ("{{ none|fraction_of:30 }}", ""),
        ("{{ day|vn_date }}", "3/9/2022"),
        ("{{ day|vn_date_padded }}", "03/09/2022"),
        ("{{ none|vn_date }}", ""),
        ("{{ instant|vn_instant }}", "17:00 ngày 30/9/2022"),
        ("{{ none|vn_instant }}", ""),
    ],
)
def test_filters(source, shown):
    context = {
        "none": None,
        "text": "Không áp dụng",
        "day": date(2022, 9, 3),
        "instant": datetime(2022, 9, 30, 10, tzinfo=UTC),
    }
    assert render(source, **context) == shown


def test_icon_is_hidden_from_readers_and_comes_from_the_sprite():
    drawn = render('{% icon "down" %}')
    assert 'aria-hidden="true"' in drawn
    assert "icons.svg#i-down" in drawn


@pytest.mark.parametrize("name", STATES)
def test_state_has_icon_and_word(name):
    drawn = render("{% state name %}", name=name)
    assert "<use " in drawn
    assert STATES[name][1] in drawn


def test_state_none_is_not_sent():
    assert "Chưa gửi" in render("{% state name %}", name=None)


def test_state_overdue_stands_beside_another():
    drawn = render('{% state "draft" overdue_days=3 %}')
    assert "Nháp" in drawn
    assert "Quá hạn 3 ngày" in drawn


def test_state_alone_overdue_is_one_label():
    assert state_label("overdue", 1).count("<span") == 1


def test_note_escapes_its_title_and_keeps_its_content():
    drawn = render('{% note "warn" title %}<p>Nội dung</p>{% endnote %}', title="<b>")
    assert "&lt;b&gt;" in drawn
    assert "<p>Nội dung</p>" in drawn
    assert "note-warn" in drawn


class Form(forms.Form):
    teams = forms.CharField(
        label="Số Tổ",
        help_text="Tổ đang hoạt động.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    region = forms.ChoiceField(label="Vùng", choices=[("1", "Một")])
    agree = forms.BooleanField(label="Đã rà soát", help_text="Trước khi trình.")


def test_field_ties_hint_and_error_to_its_box():
    drawn = render("{% field form.teams %}", form=Form({}))
    assert 'aria-describedby="id_teams_hint id_teams_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_teams_hint"' in drawn
    assert 'id="id_teams_error"' in drawn
    assert "is-invalid" in drawn
    assert drawn.index("<label") < drawn.index("msg-error") < drawn.index("<input")


def test_field_without_fault_says_nothing_of_one():
    drawn = render("{% field form.teams %}", form=Form({"teams": "1"}))
    assert "aria-invalid" not in drawn
    assert "msg-error" not in drawn
    assert "figure" in drawn


def test_field_warning_does_not_make_it_invalid():
    drawn = render('{% field form.teams warning="Giảm 28." %}', form=Form({"teams": "1"}))
    assert "Giảm 28." in drawn
    assert "aria-invalid" not in drawn


def test_field_select_and_checkbox_have_native_marks():
    form = Form({"teams": "1", "region": "1", "agree": "on"})
    assert "form-select" in render("{% field form.region %}", form=form)
    drawn = render("{% field form.agree %}", form=form)
    assert "form-check-input" in drawn
    assert drawn.index("<input") < drawn.index("<label")


def test_error_summary_leads_to_each_field():
    source = '{% include "components/error_summary.html" %}'
    assert 'href="#id_teams"' in render(source, form=Form({}))
    assert render(source, form=Form({"teams": "1", "region": "1", "agree": "on"})).strip() == ""


def test_figure_without_value_is_not_zero():
    source = '{% include "components/figure.html" with label="Lượt" value=none note="" only %}'
    assert "chưa ghi nhận" in render(source, none=None)
    assert ">0<" not in render(source, none=None)


def test_figure_zero_is_a_figure():
    source = '{% include "components/figure.html" with label="Lượt" value=0 of=63 note="" only %}'
    assert "0<small>/63</small>" in render(source)

"""The import's pages as a person uses them: uploads, answers, stores."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

LIST = "/boi-duong/one-touch/"
DAY = datetime.date(2022, 11, 18)


def upload(client, content, name="one_touch.xlsx", **fields):
    return client.post(LIST, {"file": SimpleUploadedFile(name, content), **fields})


def page_fields(page) -> dict:
    """What a page's form posts as it stands: the mark of what was seen and what was answered."""
    plan = page.context["plan"]
    fields = {"was": page.context["was"], "seen": plan.digest, "as_of": page.context["as_of_text"]}
    kept = {name: text for name, text in plan.kept_answers.items() if name != "as_of"}
    return {**fields, **kept, "base_version": page.context["batch"].version}


def answers_for(plan) -> dict:
    """Each uncertain name is its likeliest agency, strangers and doubles are left out."""
    found = {group.field: group.likely[0][0] for group in plan.uncertain}
    found |= {group.field: "-" for group in plan.strangers}
    found |= {group.field: "-" for group in plan.double_groups[1:]}
    return found


def stored(client, page, **fields):
    answered = {**page_fields(page), **answers_for(page.context["plan"]), "reason": "Nền tảng gộp."}
    path = page.wsgi_request.path
    client.post(path, {**answered, **fields, "then": "save"})
    page = client.get(path)
    return client.post(path, {**page_fields(page), "then": "store"})

import io
import time

import openpyxl
import pytest

from tests import factories as make
from tests import loaded
from tests.markup import Page


@pytest.fixture(scope="module", autouse=True)
def real(django_db_setup, django_db_blocker):
    t=time.time()
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        print("load", time.time()-t)
        yield
@pytest.mark.django_db
def test_try(client):
    client.force_login(make.make_member("reader"), backend="portal.accounts.backends.RolesBackend")
    t=time.time()
    r = client.get("/bao-cao-tuan/2022-W39/"); print(time.time()-t)
    p = Page(r.content.decode())
    for tb in p.tables: print(tb.id, tb.caption, tb.head, tb.rows[:2], tb.foot)
    for i in p.items: print("-", i)
    x = client.get("/bao-cao-tuan/2022-W39.xlsx")
    wb = openpyxl.load_workbook(io.BytesIO(x.content))
    for ws in wb:
        print(ws.title, ws.dimensions)
        for row in list(ws.iter_rows(values_only=True))[:(60 if ws.title.startswith("S") else 9)]: print(row)
        for row in list(ws.iter_rows(values_only=True))[-4:]: print(row)
@pytest.mark.django_db
def test_try2(client):

    from portal.models import Agency
    print(Agency.objects.count())
    client.force_login(make.make_member("reader"), backend="portal.accounts.backends.RolesBackend")
    for u in ["/tong-quan/?ngay=1/8/2025","/tong-quan/chi-tieu/PLAN_PRO/?ngay=1/8/2025", "/tong-quan/?ngay=30/9/2022"]:
        r = client.get(u); print(r.status_code)
        if r.status_code==200:
            p=Page(r.content.decode()); print(p.text[:2500])

"""The portal's settings as a real installation has them, plus the bare page to compare with.

The developer's environment has no say. From outside come the database, the folder for collected
files and the day that it is, all set by `benchmarks.__main__`.
"""

import os
from unittest import mock

from .bare import BARE_TEMPLATE

_environment = {
    "PATH": os.environ.get("PATH", ""),
    "SECRET_KEY": "chi-dung-khi-do-toc-do-khong-phai-khoa-that-cua-he-thong-nao-ca-146",
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "VAR_DIR": os.environ["BENCH_DIR"],
    "DEMO_TODAY": os.environ.get("BENCH_TODAY", ""),
    "ALLOWED_HOSTS": "127.0.0.1",
    "HTTPS": "0",
}
with mock.patch.dict(os.environ, _environment, clear=True):
    from portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"

# Production's cached loaders, and the bare template from memory.
TEMPLATES[0]["APP_DIRS"] = False  # noqa: F405
TEMPLATES[0]["OPTIONS"]["loaders"] = [  # noqa: F405
    (
        "django.template.loaders.cached.Loader",
        [
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
            ("django.template.loaders.locmem.Loader", {"bare.html": BARE_TEMPLATE}),
        ],
    )
]

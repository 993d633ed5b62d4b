"""A zip file whose bytes depend on its content alone: no clock, no file system."""

import shutil
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_ANY_DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
_UNIX = 3


class StillArchive(ZipFile):
    """For openpyxl and for python-docx, which stamp each part with the moment of writing."""

    def writestr(self, zinfo_or_arcname, data, *_args, **_kwargs):
        super().writestr(_part(_name(zinfo_or_arcname)), data)

    def write(self, filename, arcname=None, *_args, **_kwargs):
        with open(filename, "rb") as source, self.open(_part(arcname or filename), "w") as part:
            shutil.copyfileobj(source, part)


def _name(zinfo_or_arcname) -> str:
    return getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)


def _part(name: str) -> ZipInfo:
    info = ZipInfo(name, _ANY_DAY)
    info.compress_type = ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = 0o644 << 16
    return info

"""Office files without the moment of writing, so that the same content gives the same bytes."""

import io
import re
import zipfile
from datetime import date
from typing import Final

from geo.files import write_zip_to

__all__ = ["without_times"]

_TIMES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def without_times(archive: bytes, day: date) -> bytes:
    """Return an office file (a zip archive) whose only date is ``day``, embedded files too."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            content = opened.read(name)
            if name.endswith(".xlsx"):
                content = without_times(content, day)
            elif name == "docProps/core.xml":
                stamp = f"{day.isoformat()}T00:00:00Z".encode()
                content = _TIMES.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            members[name] = content
    buffer = io.BytesIO()
    write_zip_to(buffer, members, day)
    return buffer.getvalue()

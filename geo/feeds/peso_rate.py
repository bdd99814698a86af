"""How many pesos a US dollar is, as the Banco de México determines it each banking day (FIX).

The form is that of its service of series, https://www.banxico.org.mx/SieAPIRest/service/v1/.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.feeds.fetch import Answer, Fetcher, PayloadError, Validators
from geo.feeds.json_members import LackError, member, read_object, text_in
from geo.feeds.live import LiveFeed, RowReport, keep_rows
from geo.feeds.settings import BANXICO_TOKEN, FeedSettings

__all__ = ["RATE"]

_NAME: Final = "rate"
_SERIES: Final = "SF43718"
_ADDRESS: Final = (
    f"https://www.banxico.org.mx/SieAPIRest/service/v1/series/{_SERIES}/datos/oportuno"
)
_LEAST, _MOST = 1.0, 1000.0
"""Beyond these it is a mistake rather than a rate."""


def _ask(
    fetcher: Fetcher, settings: FeedSettings, border: BorderFrames, before: Validators
) -> Answer:
    del border
    if not settings.banxico_token:
        raise InvalidValueError(BANXICO_TOKEN, "", "the token that Banxico gives for its service")
    headers = {"Bmx-Token": settings.banxico_token, "Accept": "application/json"}
    address = settings.address(_NAME, _ADDRESS)
    return fetcher.content(address, ("json",), headers=headers, before=before)


def _read(content: bytes, border: BorderFrames, now: datetime) -> RowReport:
    del border
    document = read_object(content, "Banxico")
    try:
        series = _series(document)
        figures = [_figure(one) for one in member(series, "datos", list)]
    except LackError as lack:
        raise PayloadError(f"Banxico: {lack}", content.decode(errors="replace")) from None
    known = [(day, pesos) for day, pesos in figures if pesos is not None]
    if not known:
        raise PayloadError("Banxico: no figure", content.decode(errors="replace"))
    day, pesos = max(known)
    if day > now + timedelta(days=1):
        raise PayloadError(f"Banxico: {day:%Y-%m-%d} is to come", content.decode(errors="replace"))
    row = {"series": _SERIES, "day": f"{day:%Y-%m-%d}", "pesos_per_dollar": pesos,
           "title": text_in(series, "titulo")}  # fmt: skip
    return RowReport(published=day, rows=(row,))


def _series(document: Mapping[str, Any]) -> Mapping[str, Any]:
    for one in member(member(document, "bmx", dict), "series", list):
        if member(one, "idSerie", str) == _SERIES:
            return dict(one)
    raise LackError(f"no series {_SERIES}")


def _figure(said: object) -> tuple[datetime, float | None]:
    """Return a day and its figure; a day without one has "N/E"."""
    written = member(said, "dato", str).replace(",", "").strip()
    try:
        day = datetime.strptime(member(said, "fecha", str), "%d/%m/%Y").replace(tzinfo=UTC)
        pesos = None if written == "N/E" else float(written)
    except ValueError:
        raise LackError("a day or a figure that is none") from None
    if pesos is not None and not _LEAST <= pesos <= _MOST:
        raise LackError(f"a rate of {pesos:g}")
    return day, pesos


RATE: Final = LiveFeed(
    name=_NAME,
    summary="pesos for a US dollar (FIX)",
    publisher="Banco de México",
    address=_ADDRESS,
    minutes=360,
    ask=_ask,
    read=_read,
    keep=keep_rows(_NAME),
)

"""Rows of a Socrata data set: page by page, counted first, so that none is missed unnoticed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geo.feeds.fetch import FeedError, Fetcher, Validators

__all__ = ["Known", "Query", "Rows", "fetch_rows"]

_TOKEN_HEADER: Final = "X-App-Token"  # noqa: S105 - the name of a header
_COUNT: Final = "row_count"
_MAX_ROWS: Final = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of a data set, in SoQL; ``order`` must leave no two rows equal."""

    address: str
    select: tuple[str, ...]
    where: str
    order: tuple[str, ...]
    page_rows: int = 10_000
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An answer that was taken before: its address, and what the publisher named it by."""

    url: str = ""
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a query, every cell as the source writes it.

    ``unchanged`` says that they are still those of the answer before, and so were not sent.
    ``known`` is what to ask with the next time, empty where an answer has several pages.
    """

    rows: tuple[Mapping[str, Any], ...]
    unchanged: bool
    known: Known


def fetch_rows(fetcher: Fetcher, query: Query, before: Known | None = None) -> Rows:
    """Return all rows of a query.

    Raises
    ------
    FeedError
        They cannot be had; they are not a list of objects; or they are not as many as the data
        set counts, for it changed meanwhile or a page was cut.
    """
    first = _page(fetcher, query, 0, before)
    if first is None:
        return Rows(rows=(), unchanged=True, known=before or Known())
    rows, known = first
    pages = 1
    while len(rows) == pages * query.page_rows:
        following = _page(fetcher, query, len(rows), None)
        rows += following[0] if following else ()
        pages += 1
        if len(rows) > _MAX_ROWS:
            raise FeedError(f"{query.address}: more than {_MAX_ROWS:,} rows")
    count = _count(fetcher, query)
    if count != len(rows):
        raise FeedError(
            f"{query.address}: {len(rows):,} rows came, but the data set counts {count:,}"
        )
    return Rows(rows=rows, unchanged=False, known=known if pages == 1 else Known())


def _page(
    fetcher: Fetcher, query: Query, offset: int, before: Known | None
) -> tuple[tuple[Mapping[str, Any], ...], Known] | None:
    """Return the rows of a page; ``None`` if they are those of the answer before."""
    parameters = {
        "$select": ",".join(query.select),
        "$where": query.where,
        "$order": ",".join(query.order),
        "$limit": str(query.page_rows),
        "$offset": str(offset),
    }
    address = _address(query, parameters)
    validators = before.validators if before is not None and before.url == address else None
    answer = fetcher.json(query.address, parameters, headers=_token(query), before=validators)
    if answer.unchanged:
        return None
    return _objects(query, answer.value), Known(url=address, validators=answer.validators)


def _count(fetcher: Fetcher, query: Query) -> int:
    parameters = {"$select": f"count(*) AS {_COUNT}", "$where": query.where}
    rows = _objects(query, fetcher.json(query.address, parameters, headers=_token(query)).value)
    try:
        return int(rows[0][_COUNT])
    except (IndexError, KeyError, TypeError, ValueError):
        raise FeedError(f"{query.address}: does not say how many rows there are") from None


def _objects(query: Query, value: Any) -> tuple[Mapping[str, Any], ...]:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise FeedError(f"{query.address}: answers JSON that is not a list of objects")
    return tuple(value)


def _address(query: Query, parameters: Mapping[str, str]) -> str:
    """Return the address with its parameters, by which an answer is known again."""
    import httpx

    return str(httpx.URL(query.address, params=dict(parameters)))


def _token(query: Query) -> dict[str, str]:
    return {_TOKEN_HEADER: query.token} if query.token else {}

"""A new version of the data from the feeds: asked for, put in, proved, compared, published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from geo.border import Border, load
from geo.checks import check_border
from geo.data.difference import Difference, difference
from geo.errors import BorderError, DatasetError
from geo.feeds.feed import Asking, Decisions, Feed, Revision, Sent
from geo.feeds.fetch import Fetcher, PayloadError
from geo.feeds.settings import FeedSettings
from geo.feeds.socrata import Known
from geo.feeds.target import Target, target_of
from geo.files import writing
from geo.layers import layer
from geo.pipeline.edition import Origin, write_edition
from geo.stores.editions import version_key

__all__ = ["Outcome", "UpdateRefusedError", "update_data"]

_PERCENT: Final = 100.0
_VALUE: Final = "value"


class UpdateRefusedError(BorderError):
    """A new version is not published: a check fails, or more changed than may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an update did.

    ``version`` is the version published, or that would be; ``None`` where all is as it was.
    ``changes`` is the difference to the version before, of which there is none where no feed had
    anything new. ``since`` says from which month on each feed was asked.
    """

    version: str | None
    changes: Difference | None
    since: Mapping[str, date]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What a feed sent, and what comes of it."""

    feed: Feed
    sent: Sent
    revision: Revision


def update_data(
    store: str,
    feeds: Sequence[Feed],
    fetcher: Fetcher,
    settings: FeedSettings,
    asking: Asking,
    *,
    decisions: Decisions | None = None,
    keep: int = 12,
    dry_run: bool = False,
) -> Outcome:
    """Ask the feeds for what is newer, and publish it as a new version of a store.

    Nothing changes in the store until the new version has been written, read again, proved by
    the checks of the data set, and compared with the version before.

    Parameters
    ----------
    store
        A folder of versions, made if need be, or ``postgresql://…``.
    feeds
        What is asked.
    fetcher, settings, asking
        How it is asked, and how much.
    decisions
        What a person has decided of what comes.
    keep
        Versions that a folder keeps beside the new one.
    dry_run
        Publish nothing; say what would be.

    Raises
    ------
    FeedError
        A feed cannot be had, or sends what it should not.
    DatasetError
        What came does not fit, or the store cannot be read or written.
    UpdateRefusedError
        A check fails, or more changed than the decisions allow.
    """
    chosen = decisions or Decisions()
    with target_of(store) as target:
        current = target.current()
        base = _newer(current)
        is_current = current is not None and base is current
        sent = _asked(target, base, feeds, fetcher, settings, asking, is_current=is_current)
        since = {name: one.since for name, one in sent.items()}
        news = [_revised(target, base, feed, sent[feed.name], chosen) for feed in feeds
                if not sent[feed.name].unchanged]  # fmt: skip
        if not news and is_current:
            return Outcome(version=None, changes=None, since=since, messages=())
        new = _written(target, base, news, asking.today)
        changes = difference(base, new)
        version = new.version if changes.changes or not is_current else None
        _refuse(base, new, news, changes, chosen)
        if not dry_run:
            if version is not None:
                target.publish(new, keep)
            target.remember({name: one.known for name, one in sent.items()})
        messages = tuple(text for one in news for text in one.revision.messages)
        return Outcome(version=version, changes=changes, since=since, messages=messages)


def _newer(current: Border | None) -> Border:
    """Return what is updated: the store's data, or the installation's where they are newer."""
    embedded = load()
    if current is None or version_key(embedded.version) > version_key(current.version):
        return embedded
    return current


def _asked(
    target: Target,
    base: Border,
    feeds: Sequence[Feed],
    fetcher: Fetcher,
    settings: FeedSettings,
    asking: Asking,
    *,
    is_current: bool,
) -> dict[str, Sent]:
    sent = {}
    for feed in feeds:
        before = target.known(feed.name) if is_current else Known()
        try:
            sent[feed.name] = feed.fetch(fetcher, settings, base, replace(asking, before=before))
        except PayloadError as error:
            where = target.set_aside(feed.name, error.payload)
            kept = f"; what came is kept in {where}" if where else ""
            raise PayloadError(f"{error}{kept}", error.payload) from None
    return sent


def _revised(target: Target, base: Border, feed: Feed, sent: Sent, decisions: Decisions) -> _News:
    try:
        revision = feed.revise(base, sent, decisions)
    except DatasetError:
        target.set_aside(feed.name, sent.rows.to_dict("records"))
        raise
    return _News(feed=feed, sent=sent, revision=revision)


def _written(target: Target, base: Border, news: Sequence[_News], today: date) -> Border:
    """Return the border after the news, read from the files that are to be published.

    Where nothing changed the version stays what it is.
    """
    frames = {name: frame for one in news for name, frame in one.revision.frames.items()}
    after = base.replace(**frames)
    changed = bool(difference(base, after, frames).changes)
    version = _next_version(base.version, target.taken(), today) if changed else base.version
    with writing(target.staged):
        write_edition(
            after,
            target.staged,
            version=version,
            dated=today if changed else base.date,
            origins=[_origin(one, after, today) for one in news] if changed else [],
        )
    return load(target.staged)


def _next_version(version: str, taken: Sequence[str], today: date) -> str:
    """Return the release with the day of the update behind a plus, numbered if need be."""
    release = version.partition("+")[0]
    first = f"{release}+{today:%Y%m%d}"
    unused, number = first, 1
    while unused in taken or version_key(unused) <= version_key(version):
        number += 1
        unused = f"{first}.{number}"
    return unused


def _origin(one: _News, after: Border, today: date) -> Origin:
    feed, records = one.feed, after.records(one.feed.layer)
    months = records.columns[layer(feed.layer).time or ""]
    return Origin(
        layer=feed.layer,
        name=feed.address,
        publisher=feed.publisher,
        credit=feed.credit,
        title=feed.title,
        licence=feed.licence,
        address=feed.page,
        retrieved=today,
        months=(one.sent.since.isoformat()[:7], max(months).isoformat()[:7]),
        sha256=one.sent.sha256,
        replaces=one.revision.replaced_inputs,
    )


def _refuse(
    base: Border,
    new: Border,
    news: Sequence[_News],
    between: Difference,
    decisions: Decisions,
) -> None:
    """Raise ``UpdateRefusedError`` with every reason not to publish, if there is one."""
    reasons = [reason for one in news for reason in one.revision.objections]
    reasons += [
        f"check failed: {check.name}: {check.found} (expected {check.expected})"
        for check in check_border(new)
        if not check.passed
    ]
    for one in news:
        changed, among = _history(base, between, one)
        percent = _PERCENT * changed / among if among else 0.0
        if percent > decisions.allow_changes_percent:
            reasons.append(
                f"{changed:,} of our {among:,} rows of {one.feed.layer} since "
                f"{one.sent.since:%Y-%m} changed or went, {percent:.1f} %, more than "
                f"{decisions.allow_changes_percent:g} % (--allow-changes allows more)"
            )
    if reasons:
        raise UpdateRefusedError(f"not published: {'; '.join(reasons)}")


def _history(base: Border, between: Difference, one: _News) -> tuple[int, int]:
    """Return how many of the rows that we had since a feed's first month changed or went."""
    definition = layer(one.feed.layer)
    months = base.records(definition.name).columns[definition.time or ""]
    among = sum(month >= one.sent.since for month in months)
    changed = sum(
        change.kind == "removed" or change.column == _VALUE
        for change in between.of(definition.name)
    )
    return changed, among

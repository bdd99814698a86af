"""Asking a publisher: with a time limit, a size limit, retries that back off, and a name."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from geo.errors import BorderError
from geo.extras import require

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

__all__ = ["Answer", "FeedError", "Fetcher", "Manner", "PayloadError", "Validators"]

_LOG: Final = logging.getLogger("border_ports")
_MAX_REDIRECTS: Final = 3
_AGAIN: Final = frozenset({202, 408, 429, 500, 502, 503, 504})
"""Answers after which asking again may help; Socrata says 202 while it prepares one."""
_OK, _UNCHANGED, _ERRORS_FROM = 200, 304, 400
_MAX_QUOTED: Final = 200
_ERROR_BYTES: Final = 4096
_MIB: Final = 2**20


class FeedError(BorderError):
    """A feed cannot be had: out of reach, refusing, or answering what it should not."""


class PayloadError(FeedError):
    """What came lacks what it must have, and is refused whole; ``payload`` is what came."""

    def __init__(self, message: str, payload: Any) -> None:  # noqa: ANN401 - it may be anything
        super().__init__(message)
        self.payload = payload


class _AgainError(FeedError):
    """What may go better the next time; ``wait_seconds`` is what the publisher asks for."""

    def __init__(self, message: str, wait_seconds: float | None = None) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a feed is asked.

    Parameters
    ----------
    contact
        Mail address or page of who asks.
    silent_seconds
        Longest time without a byte, or to connect.
    whole_seconds
        Longest time for one answer.
    attempts
        How often one thing is asked for.
    first_wait_seconds, longest_wait_seconds
        Pauses between attempts double from the first to the longest, with jitter; a publisher
        that asks for a longer one is not waited for.
    max_bytes
        Largest answer, unpacked.
    """

    contact: str = ""
    silent_seconds: float = 30.0
    whole_seconds: float = 180.0
    attempts: int = 5
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    max_bytes: int = 64 * _MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a publisher names an answer by, to be told next time whether it is still the same."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: text for name, text in named.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came: ``value`` is the JSON read or the bytes, ``None`` where it is unchanged."""

    url: str
    value: Any = None
    unchanged: bool = False
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for, the media types that are taken, and how the bytes are read."""

    address: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str] | None
    before: Validators | None
    media: tuple[str, ...]
    read: Callable[[bytes], Any]


class Fetcher:
    """Asks publishers over HTTP. Used as a context, at the end of which connections are closed.

    ``sleep`` waits between attempts.

    Raises
    ------
    MissingExtraError
        The extra ``live`` is not installed.
    """

    def __init__(
        self, manner: Manner | None = None, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        require("live")
        import httpx

        self.manner: Final = manner or Manner()
        self._sleep = sleep
        about = f" ({self.manner.contact})" if self.manner.contact else ""
        self._client = httpx.Client(
            headers={"User-Agent": f"border-ports/{version('border-ports')}{about}"},
            timeout=self.manner.silent_seconds,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        """Return the fetcher itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._client.close()

    def json(
        self,
        address: str,
        parameters: Mapping[str, str],
        *,
        headers: Mapping[str, str] | None = None,
        before: Validators | None = None,
    ) -> Answer:
        """Return the JSON that an address answers.

        Parameters
        ----------
        address, parameters
            What is asked for.
        headers
            Headers beside the usual ones.
        before
            Validators of the answer before: the same again comes as ``unchanged``.

        Raises
        ------
        FeedError
            It cannot be had after the attempts of the manner, is too large, is no JSON, comes
            from another host, or the publisher refuses; the message says which.
        """
        return self._answer(_Request(address, parameters, headers, before, ("json",), json.loads))

    def content(
        self,
        address: str,
        media: tuple[str, ...],
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        before: Validators | None = None,
    ) -> Answer:
        """Return the bytes that an address answers, if they are of a kind that is wanted.

        Parameters
        ----------
        address, parameters
            What is asked for.
        media
            Parts of the media types that are taken, such as ``json`` and ``xml``.
        headers
            Headers beside the usual ones.
        before
            Validators of the answer before: the same again comes as ``unchanged``.

        Raises
        ------
        FeedError
            As ``json`` does.
        """
        asked = _Request(address, parameters or {}, headers, before, media, bytes)
        return self._answer(asked)

    def agree(self, address: str, form: Mapping[str, str]) -> None:
        """Send a form by which terms are accepted; cookies that come are sent from then on.

        Raises
        ------
        FeedError
            The publisher does not take it.
        """
        import httpx

        try:
            with self._client.stream("POST", address, data=dict(form)) as response:
                status, reason = response.status_code, response.reason_phrase
        except httpx.TransportError as error:
            what = str(error) or type(error).__name__
            raise FeedError(f"{httpx.URL(address).host}: {what}") from None
        if status >= _ERRORS_FROM:
            raise FeedError(f"{httpx.URL(address).host}: {status} {reason}")

    def pause(self, seconds: float) -> None:
        """Wait between two requests of one session."""
        self._sleep(seconds)

    def _answer(self, asked: "_Request") -> Answer:
        import httpx
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        before = asked.before.headers() if asked.before else {}
        request = self._client.build_request(
            "GET",
            httpx.URL(asked.address, params=dict(asked.parameters)),
            headers={**(asked.headers or {}), **before},
        )
        attempts = Retrying(
            stop=stop_after_attempt(self.manner.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(_AgainError),
            sleep=self._sleep,
            before_sleep=_note,
            reraise=True,
        )
        return attempts(self._attempt, request, asked)

    def _wait(self, state: "RetryCallState") -> float:
        from tenacity import wait_exponential_jitter

        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_seconds if isinstance(error, _AgainError) else None
        usual: float = wait_exponential_jitter(
            initial=self.manner.first_wait_seconds,
            max=self.manner.longest_wait_seconds,
            jitter=self.manner.first_wait_seconds,
        )(state)
        return usual if asked is None else max(asked, usual)

    def _attempt(self, request: "httpx.Request", asked: "_Request") -> Answer:
        import httpx

        host = request.url.host
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                response = self._client.send(request, stream=True)
                try:
                    if response.next_request is None:
                        return self._read(response, asked)
                    request = _same_place(request, response.next_request)
                finally:
                    response.close()
        except (httpx.TransportError, httpx.DecodingError) as error:
            reason = str(error) or type(error).__name__
            raise _AgainError(f"{host}: {reason}") from None
        raise FeedError(f"{host}: redirects without end")

    def _read(self, response: "httpx.Response", asked: "_Request") -> Answer:
        self._refuse(response)
        validators = Validators(
            etag=response.headers.get("ETag", ""),
            last_modified=response.headers.get("Last-Modified", ""),
        )
        url = str(response.request.url)
        if response.status_code == _UNCHANGED:
            return Answer(url=url, unchanged=True, validators=validators)
        host, media = response.url.host, response.headers.get("Content-Type", "")
        if not any(name in media.partition(";")[0] for name in asked.media):
            wanted = " or ".join(name.upper() for name in asked.media)
            raise FeedError(f"{host}: answers {media or 'no type'!r}, not {wanted}")
        content = self._content(response)
        try:
            value = asked.read(content)
        except ValueError:
            raise _AgainError(f"{host}: {len(content):,} bytes that are not whole JSON") from None
        return Answer(url=url, value=value, validators=validators)

    def _refuse(self, response: "httpx.Response") -> None:
        """Raise what an answer's status means, unless it is one to read."""
        status, host = response.status_code, response.url.host
        if status in {_OK, _UNCHANGED}:
            return
        said = f"{host}: {status} {response.reason_phrase}{_explanation(response)}"
        if status not in _AGAIN:
            raise FeedError(said)
        wait = _retry_after(response.headers.get("Retry-After", ""))
        if wait is not None and wait > self.manner.longest_wait_seconds:
            raise FeedError(f"{said}; it asks to come back in {wait:,.0f} s")
        raise _AgainError(said, wait)

    def _content(self, response: "httpx.Response") -> bytes:
        most, host = self.manner.max_bytes, response.url.host
        deadline = time.monotonic() + self.manner.whole_seconds
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > most:
                raise FeedError(f"{host}: the answer is larger than {most / _MIB:g} MiB")
            if time.monotonic() > deadline:
                raise _AgainError(
                    f"{host}: the answer took longer than {self.manner.whole_seconds:g} s"
                )
        return bytes(content)


def _same_place(before: "httpx.Request", after: "httpx.Request") -> "httpx.Request":
    """Return where a redirect leads, if that is the same scheme, host and port."""
    here, there = before.url, after.url
    if (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        raise FeedError(f"{here.host}: redirects to {there.scheme}://{there.host}, refused")
    return after


def _explanation(response: "httpx.Response") -> str:
    """Return what the beginning of an error's body says, where it is Socrata's."""
    beginning = b""
    for part in response.iter_bytes():
        beginning += part
        if len(beginning) > _ERROR_BYTES:
            return ""
    try:
        said = json.loads(beginning)["message"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f" ({' '.join(str(said).split())[:_MAX_QUOTED]})"


def _retry_after(text: str) -> float | None:
    """Return the seconds of a Retry-After, which may be a date; ``None`` if it says neither."""
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _note(state: "RetryCallState") -> None:
    error = state.outcome.exception() if state.outcome else None
    pause = state.next_action.sleep if state.next_action else 0.0
    _LOG.warning("%s; again in %.1f s", error, pause)

"""The page for developers: where the data, the API and the files of the service are."""

from geo.words.messages import message
from web.http.operation import HTML, Call, Operation, Reply
from web.pages.html import page

__all__ = ["developers_operation"]


def developers_operation() -> Operation:
    """Return the operation that answers with the page for developers."""
    return Operation(
        id="developersPage",
        path="/developers",
        tag="pages",
        summary=message("Data and API, for other programs"),
        answer=_developers,
        media=(HTML,),
        localised=True,
    )


def _developers(call: Call) -> Reply:
    return page(
        call,
        "developers.html",
        title=call.words.say("Data and API"),
        framed=bool(call.service.settings.frame_ancestors),
    )

"""What schemathesis holds for a fault where our API document has no words for what is allowed.

JSON schema cannot say that a name stands in the data or that one year comes before another, nor
that a page's ``limit`` is clipped, as OGC API - Features asks for. Such answers are let pass here
by the parameter that the problem names, not by their status: any other refusal stays a fault.
"""

import json
import re

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import RejectedPositiveData

MAY_BE_REFUSED = {
    # A filter follows a grammar, bbox has the smaller value of each axis first, datetime exists in
    # the calendar, KML is always in WGS 84, and a file holds every property of every feature.
    r"/collections/\w+/(items|search)": {
        "filter", "bbox", "datetime", "crs", "properties", "sortby", "skipGeometry", "flat",
    },
    # 31 February fits the pattern of open_at, and there is no routing engine to ask by road.
    r"/queries/nearest": {"open_at", "by"},
    # What says how a table is read is said of tables alone.
    r"/queries/(nearest|locate)": {"lon", "lat", "delimiter", "decimal", "encoding", "crs"},
    # An area or a pair of states is a name of the data, as an area has only some ways to be parted;
    # a measure is of one mode; the first year comes before the last.
    r"/queries/(volumes|volume-change|trade)": {"of", "by", "mode", "since", "until"},
    r"/queries/projects": {"pair", "lon", "lat", "km"},
    r"/queries/changes": {"since", "until"},
    # Days are of this century, the first no more than a year before the last.
    r"/waits/(days/\{day\}|\{number\}/\{lane\})": {"day", "from", "to"},
}  # fmt: skip
"""Parameters of which a value that fits the schema may be refused, by the pattern of the path."""


@schemathesis.hook
def filter_failure(_context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Say whether a failure is one of the service."""
    if isinstance(failure, RejectedPositiveData):
        return not _refused_by_the_data(case.operation.path, response)
    return not (isinstance(failure, AcceptedNegativeData) and _is_clipped(case))


def _refused_by_the_data(path: str, response: Response) -> bool:
    named = (names for pattern, names in MAY_BE_REFUSED.items() if re.fullmatch(pattern, path))
    allowed = set().union(*named)
    errors = json.loads(response.content).get("errors", ())
    refused = {error["parameter"] for error in errors}
    return response.status_code == 400 and bool(refused) and refused <= allowed


def _is_clipped(case: Case) -> bool:
    limit = next(
        (one.definition["schema"] for one in case.operation.query if one.name == "limit"), None
    )
    given = (case.query or {}).get("limit")
    return limit is not None and str(given).isdigit() and int(given) > limit["maximum"]

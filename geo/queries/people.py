"""How many people live near a port, on each side of the line."""

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.frames import BorderFrames, Shapes
from geo.geodesy import FRAME_CRS, checked_number
from geo.queries.answer import Answer, Row
from geo.queries.fields import port_field, result
from geo.queries.question import Field, Question
from geo.words.catalogue import said_in_both
from geo.words.messages import message

__all__ = ["FARTHEST_KM", "METHOD", "PEOPLE", "people_within"]

FARTHEST_KM: Final = 100.0
"""The layer holds every county within 100 km of the line, so a port's surroundings that far."""
_CIRCLE_POINTS: Final = 720
METHOD: Final = message(
    "By area: each county's people of 2020 times the share of its area within the distance, on an "
    "equal-area projection of the WGS 84 ellipsoid centered on the port, as if people were spread "
    "evenly. By center: all people of the counties whose centroid is within it."
)
"""How people are counted, in English; a message."""


def people_within(border: BorderFrames, port_id: str, km: float = FARTHEST_KM) -> Answer:
    """Return the people within some kilometres of a port, a row for each country.

    ``people`` weighs by area, ``people_by_centre`` takes whole counties by their centroid.

    Raises
    ------
    UnknownPortError
        No such port.
    InvalidValueError
        ``km`` is not from 0 to 100.
    """
    row = border.port_position(port_id)
    reach = checked_number("km", km, 0.0, FARTHEST_KM, "kilometers from 0 to 100")
    point = border.geometries("ports")[row]
    share = _shares(border.geometries("counties"), point.x, point.y, reach)
    inside = _centres_within(border.geometries("counties"), point.x, point.y, reach)
    columns = border.records("counties").columns
    people = np.array([count or 0 for count in columns["population"]], dtype=np.float64)
    country = np.array(columns["country"])
    rows: list[Row] = []
    for side in ("US", "MX"):
        here = country == side
        rows.append({
            "country": side,
            "people": round(float((people * share)[here].sum())),
            "people_by_centre": int(people[here & inside].sum()),
            "counties": int((share[here] > 0).sum()),
            "counties_by_centre": int((here & inside).sum()),
        })  # fmt: skip
    about = {
        "port": port_id,
        "km": reach,
        "people": sum(one["people"] for one in rows),
        "people_by_centre": sum(one["people_by_centre"] for one in rows),
        **said_in_both("method", METHOD),
    }
    names = tuple(rows[0])
    columns_of = {name: [one[name] for one in rows] for name in names}
    return Answer(columns=columns_of, border=border, about=about)


def _shares(shapes: Shapes, lon: float, lat: float, km: float) -> npt.NDArray[np.float64]:
    """Return the share of each shape's area within a geodesic distance of a point."""
    from pyproj import Transformer

    from geo.geodesy import GEOD

    shares = np.zeros(len(shapes))
    if km == 0.0:
        return shares
    azimuths = np.linspace(0.0, 360.0, _CIRCLE_POINTS, endpoint=False)
    n = len(azimuths)
    around = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuths, np.full(n, km * 1000.0))
    circle = shapely.polygons(np.column_stack(around[:2]))
    near = np.flatnonzero(shapely.intersects(shapes, circle))
    equal_area = Transformer.from_crs(
        FRAME_CRS,
        f"+proj=laea +lat_0={lat} +lon_0={lon} +ellps=WGS84 +units=m +no_defs",
        always_xy=True,
    )

    def projected(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(equal_area.transform(coordinates[:, 0], coordinates[:, 1]))

    disc = shapely.transform(circle, projected)
    for row in near:
        shape = shapely.transform(shapes[row], projected)
        shares[row] = shapely.area(shapely.intersection(shape, disc)) / shapely.area(shape)
    return shares


def _centres_within(shapes: Shapes, lon: float, lat: float, km: float) -> npt.NDArray[np.bool_]:
    from geo.geodesy import GEOD

    centres = shapely.get_coordinates(shapely.centroid(shapes))
    n = len(centres)
    distances = GEOD.inv(np.full(n, lon), np.full(n, lat), centres[:, 0], centres[:, 1])[2]
    return np.asarray(distances <= km * 1000.0, dtype=np.bool_)


PEOPLE: Final = Question(
    name="people",
    path="people",
    operation="peopleWithin",
    summary=message("People within a distance of a port, on each side of the line"),
    description=message(
        "Residents of 2020 of the counties and municipalities, by area and by center; how is said "
        "in the answer."
    ),
    fields=(
        port_field("port", "laredo-juarez-lincoln", "port_id"),
        Field(name="km", kind="number", low=0, high=FARTHEST_KM, default=FARTHEST_KM,
              description=message("Geodesic kilometers from the port.")),
    ),
    columns=(
        result("country", "string", "US or MX.", allowed=("US", "MX")),
        result("people", "integer", "People, by area."),
        result("people_by_centre", "integer", "People, by the centers of counties."),
        result("counties", "integer", "Counties or municipalities that the distance reaches."),
        result("counties_by_centre", "integer", "Those whose center is within it."),
    ),
    about=(
        result("port", "string", "The port asked about."),
        result("km", "number", "The distance.", unit="km"),
        result("people", "integer", "People on both sides, by area."),
        result("people_by_centre", "integer", "People on both sides, by center."),
        result("method_en", "string", "How it is computed, in English."),
        result("method_es", "string", "How it is computed, in Spanish."),
    ),
    shape="rows",
    answer=people_within,
    shown=("country", "people", "people_by_centre", "counties", "counties_by_centre"),
    example="laredo-juarez-lincoln --km 100",
)  # fmt: skip

"""How many ports there are, in all and by the counting rule: what sentences fill in."""

from collections.abc import Iterable, Sequence

__all__ = ["port_totals"]


def port_totals(modes: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return the number of ports, of those for people and vehicles, and of those for rail alone.

    ``modes`` holds the modes of each port; the keys are ``ports``, ``people_and_vehicles`` and
    ``rail``.
    """
    listed = [tuple(of_port) for of_port in modes]
    rail = sum(of_port == ("rail",) for of_port in listed)
    return {"ports": len(listed), "people_and_vehicles": len(listed) - rail, "rail": rail}

"""Online tiles under the map: off unless a person asks for them by the name of a provider."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from geo.errors import InvalidValueError

__all__ = ["Tiles", "tile_provider"]

_EXAMPLES: Final = "a provider of xyzservices without a key, such as USGS.USTopo"
_DEEPEST: Final = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Where tiles come from and whom the map then names; ``host`` is for the page's policy."""

    name: str
    url: str
    attribution: str
    most_zoom: int
    host: str


def tile_provider(name: str) -> Tiles:
    """Return the provider of that name from the list of the package xyzservices.

    Raises
    ------
    InvalidValueError
        There is no such provider, it wants a key, or it does not send over https.
    """
    from xyzservices import providers

    try:
        provider = providers.flatten()[name]
    except KeyError:
        raise InvalidValueError("tiles", name, _EXAMPLES) from None
    url = provider["url"]
    if provider.requires_token() or not url.startswith("https://") or re.search(r"[{]\w*key", url):
        raise InvalidValueError("tiles", name, _EXAMPLES)
    address = provider.build_url(x="{x}", y="{y}", z="{z}", scale_factor="")
    host = urlsplit(address.replace("{", "").replace("}", "")).hostname or ""
    return Tiles(
        name=name,
        url=address,
        attribution=provider["attribution"],
        most_zoom=int(provider.get("max_zoom", _DEEPEST)),
        host=f"https://{host}",
    )

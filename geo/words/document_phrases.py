"""The phrases of documents as messages, by key."""

from typing import Final

from geo.words.messages import in_context, message
from geo.words.places import gulf_name

__all__ = ["PHRASES"]

PHRASES: Final[dict[str, str]] = {
    "title": message("Ports of entry on the US-Mexico border"),
    "brief": message("Brief for binational meetings"),
    "page": message("Page {n} of {m}"),
    "counting": message("What is counted"),
    "contents": message("Contents"),
    "crossings": message("Ports of entry"),
    "crossings_note": message(
        "From west to east, grouped by pair of states. Hours are northbound, as the "
        "source of the date shown words them; a dash means that no source states the "
        "fact. River kilometres count upstream from the mouth along the 2023 line and are"
        " not IBWC river miles."
    ),
    "number": message("No."),
    "name": message("Port of entry"),
    "name_en": message("Name (English)"),
    "name_es": message("Name (Spanish)"),
    "towns": message("Towns"),
    "states": message("States"),
    "state": message("State"),
    "country": message("Country"),
    "modes": message("Modes"),
    "hours": message("Hours (as of)"),
    "owner": message("Owner"),
    "us_owner": message("US owner"),
    "mx_owner": message("Mexican owner"),
    "opened": message("Opened"),
    "river_km": message("River km"),
    "boundary_km": message("Boundary km"),
    "cbp_code": message("CBP code"),
    "type": message("Type"),
    "as_of": message("As of"),
    "per_state": message("Ports of entry per state"),
    "per_state_note": message(
        "A crossing is counted once on each side of the boundary; modes overlap, since "
        "most crossings carry several."
    ),
    "per_state_part": message("Only ports of this document's selection are counted."),
    "US": message("United States"),
    "MX": message("Mexico"),
    "ports": message("Ports"),
    "maps": message("Maps"),
    "map_of": message("Map of {place}; the tables list its ports ({ports})."),
    "gaps": message("Longest stretches without a port of entry"),
    "gaps_note": message(
        "Between neighbouring ports of this document's selection, measured along the 2023 line."
    ),
    "from": message("From"),
    "to": message("To"),
    "along_km": message("Along the line (km)"),
    "along_mi": message("Along the line (mi)"),
    "straight_km": message("Straight (km)"),
    "kind": message("Kind"),
    "river": in_context("kind", "river"),
    "land": in_context("kind", "land"),
    "mixed": message("river and land"),
    "volumes": message("Northbound crossings"),
    "columns_note": message(
        "Dark columns are the years compared; hatched ones lack months and are too low; a gap is a "
        "year without a count. Bands and lines: what the notes say."
    ),
    "of_months": message("{counted} of {expected} months"),
    "place": message("Place"),
    "months": message("Months counted"),
    "months_expected": message("Months expected"),
    "sheet_latest": message("Latest year"),
    "sheet_volume_notes": message("Notes on counts"),
    "measure": message("Measure"),
    "changed_since": message("Changed since {version} ({date})"),
    "unchanged": message("Nothing changed in this part of the data."),
    "new_months": message("New months"),
    "corrected": message("Counts corrected"),
    "gone": message("Counts gone"),
    "before": message("Before"),
    "after": message("After"),
    "more_changes": message("And {n} more."),
    "trend": message("Trend since {year}"),
    "trend_alt": message(
        "Chart of yearly northbound {measure}, {first} to {last}: {start} in "
        "{first}, {end} in {last}."
    ),
    "port_code": message("Port code"),
    "year": message("Year"),
    "total": message("Total"),
    "segments": message("River segments"),
    "segments_note": message(
        "Division by Border Ports, on treaties and IBWC works. Measured lengths follow the 2023 "
        "line; published ones are of the extent that their source names, so the two need not "
        "agree."
    ),
    "segment": message("Segment"),
    "measured_km": message("Measured (km)"),
    "measured_mi": message("Measured (mi)"),
    "published_mi": message("Published (mi)"),
    "published_by": message("Published by"),
    "not_counted": message("Crossings not counted, and why"),
    "crossing": message("Crossing"),
    "status": message("Status"),
    "reason": message("Reason"),
    "totals": message("How the ports are counted"),
    "who": message("Publisher"),
    "what": message("What is counted"),
    "relation": message("Relation to our count"),
    "sources": message("Sources and dates"),
    "source": message("Source"),
    "licence": message("Licence"),
    "lanes": message("Lanes and hours by mode"),
    "mode": message("Mode"),
    "lanes_north": message("Northbound lanes"),
    "hours_cbp": message("CBP hours"),
    "hours_mx": message("Mexican customs hours"),
    "facts": message("Facts"),
    "fact": message("Fact"),
    "value": message("Value"),
    "neighbours": message("Nearest ports"),
    "distance_km": message("Straight line (km)"),
    "distance_mi": message("Straight line (mi)"),
    "tolls": message("Tolls"),
    "vehicle": message("Vehicle"),
    "northbound": message("Northbound"),
    "county": message("US county"),
    "municipality": message("Mexican municipality"),
    "notes": message("Notes"),
    "notes_language": message(
        "Notes and sources are kept in the language in which they were compiled."
    ),
    "column": message("Column"),
    "meaning": message("Meaning"),
    "unit": message("Unit"),
    "scale": message("Scale"),
    "gulf": gulf_name(),
    "united_states": message("UNITED STATES"),
    "mexico": message("MEXICO"),
    "pack": message("Meeting pack"),
    "exports": message("Files to take along"),
    "documents": message("Documents"),
    "file": message("File"),
    "size": message("Size"),
    "parts": message("Regions, states and pairs of states"),
    "part": message("Part of the border"),
    "layer": message("Layer"),
    "longitude": message("Longitude"),
    "latitude": message("Latitude"),
    "sheet_ports": message("Ports"),
    "sheet_port_modes": message("Lanes and hours"),
    "sheet_port_codes": message("Codes"),
    "sheet_tolls": message("Tolls"),
    "sheet_changes": message("Change"),
    "sheet_months": message("Volumes by month"),
    "sheet_dictionary": message("Data dictionary"),
    "name_in_data": message("Name in the data"),
    "sheet_per_state": message("Ports per state"),
    "sheet_volumes": message("Volumes"),
    "sheet_trend": message("Trend"),
    "sheet_segments": message("River segments"),
    "sheet_gaps": message("Gaps"),
    "sheet_not_counted": message("Not counted"),
    "sheet_totals": message("Other totals"),
    "sheet_sources": message("Sources"),
    "not_known": message("—"),
}
"""Braces hold what the caller fills in."""

"""The phrases of the map as messages, by the key that templates and scripts ask for."""

from functools import cache
from typing import Any, Final

from geo.maps.symbols import LINE_STYLES, POINT_SYMBOLS, SYMBOLS
from geo.words.catalogue import words
from geo.words.credits import NOT_OFFICIAL, WAITS_NOTE, map_credit
from geo.words.messages import in_context, message
from geo.words.places import gulf_name

__all__ = ["PHRASES", "phrase", "phrases"]

PHRASES: Final[dict[str, str]] = {
    "title": message("Map of the ports of entry"),
    "file_title": message("The US-Mexico land border: {n} ports of entry"),
    "map_label": message("Map of the border; the table below lists the same ports"),
    "skip_map": message("Skip the map, go to the table"),
    "loading": message("Loading the map…"),
    "no_script": message(
        "The map needs scripts, which are off here. The table below works without them."
    ),
    "load_failed": message(
        "The map's data could not be read. The table below still holds every port."
    ),
    "find": message("Find a port, town, state or position"),
    "find_none": message("Nothing found"),
    "hits": message("Found"),
    "kind_place": message("position"),
    "kind_county": message("county or municipality"),
    "kind_river": in_context("found", "river"),
    "kind_lake": message("lake or reservoir"),
    "kind_not_counted": message("crossing not counted"),
    "kind_port": message("port"),
    "kind_state": message("state"),
    "kind_town": message("town"),
    "kind_point": message("river point"),
    "filter": message("Filter the ports"),
    "mode": message("Mode"),
    "type": message("Type"),
    "state": message("State"),
    "owner": message("Owner or operator"),
    "any": message("All"),
    "us_side": message("US side"),
    "mx_side": message("Mexican side"),
    "apply": message("Show"),
    "reset": message("Show all"),
    "shown_of": message("{shown} of {all} ports shown"),
    "layers": message("Layers and legend"),
    "key_title": message("{n} ports of entry"),
    "layer_ports": message("Ports of entry"),
    "layer_boundary": message("International boundary"),
    "layer_segments": message("River segments"),
    "layer_states": message("Border states"),
    "layer_points": message("Dams and river points"),
    "layer_not_counted": message("Crossings not counted"),
    "layer_projects": message("Projects"),
    "stage": message("Stage"),
    "last_word": message("Last word"),
    "layer_gaps": message("Stretches of 50 km or more without a port"),
    "layer_la_paz": message("La Paz Agreement zone, 100 km each side"),
    "layer_counties": message("Counties and municipalities"),
    "layer_towns": message("Towns"),
    "layer_water": message("Lakes and rivers"),
    "layer_railways": message("Railways"),
    "layer_streets": message("Streets and buildings"),
    "layer_graticule": message("Meridians and parallels"),
    "segments_note": message(
        "Division by Border Ports, on treaties and IBWC works; lengths measured on the 2023 line."
    ),
    "ask": message("Ask the map"),
    "ask_hint": message(
        "Click any place, or give a position, to learn where it is and which ports are nearest."
    ),
    "lon": message("Longitude"),
    "lat": message("Latitude"),
    "ask_go": message("Find nearest"),
    "ask_bad": message("Give a longitude from -180 to 180 and a latitude from -90 to 90."),
    "near_me": message("Nearest to me"),
    "near_me_denied": message("This browser does not give its position."),
    "measure": in_context("verb", "Measure"),
    "measure_hint": message("Click points to measure along them; Escape ends."),
    "measured": message("Measured"),
    "here": message("This place"),
    "nearest": message("Nearest ports"),
    "left_out": message("Nearer, but not open to everyone northbound: {ports}."),
    "clear": message("Clear"),
    "side_us": message("United States"),
    "side_mx": message("Mexico"),
    "side_none": message("Outside the ten border states"),
    "on_boundary": message("On the boundary"),
    "to_boundary": message("To the boundary"),
    "in_la_paz": message("In the La Paz Agreement zone"),
    "out_la_paz": message("Outside the La Paz Agreement zone"),
    "approximate": message("Computed in this browser from the generalized line"),
    "bearing": message("bearing"),
    "modes": message("Modes"),
    "hours": message("Hours northbound"),
    "not_known": message("not known"),
    "opened": message("Opened"),
    "river_km": message("River kilometer"),
    "boundary_km": message("Boundary kilometer"),
    "boundary_km_note": message("from the Gulf"),
    "reason": message("Why it is not counted"),
    "group": message("{n} ports: {names}. Zoom in"),
    "group_more": message("{name} and {n} more"),
    "group_range": message("{first} to {last}"),
    "gulfward": message("Next toward the Gulf"),
    "pacificward": message("Next toward the Pacific"),
    "details": message("All about this port"),
    "show_on_map": message("Show on the map"),
    "line_loading": message("Line simplified, loading"),
    "line_unread": message("Line simplified: the closer one could not be read"),
    "volumes": message("Volumes"),
    "volumes_title": message("{mode} into the United States, {year}"),
    "volumes_total": message("{value} crossings northbound"),
    "total_of_months": message("{value} crossings northbound in {months} of {all} months by code"),
    "volumes_mode": message("What crosses"),
    "volumes_key": message("The area of a circle is the number of crossings"),
    "volumes_part": message("Hatched: a part of the year"),
    "volumes_together": message("{n} crossings counted together"),
    "volumes_table": message("Ranking"),
    "volumes_source": message(
        "Source: BTS Border Crossing Entry Data, northbound; one circle for each port code."
    ),
    "volumes_apart": message(
        "Single crossings in Texas: CBP, compiled by the University of North Texas; their sum may "
        "differ from that of the port code."
    ),
    "year": message("Year"),
    "play": message("Play"),
    "pause": message("Pause"),
    "change": message("Change"),
    "port_code": message("Port code"),
    "months_of": message("{n} of {all} months"),
    "no_figure": message("No figure for {year}: {names}"),
    "kind_own": message("supplied by others"),
    "supplied_title": message("{title} (supplied by {supplier})"),
    "supplied_note": message("Supplied by {supplier}, not part of the data set"),
    "own_choose": message("Show a file of mine"),
    "own_remove": message("Remove my file"),
    "own_hint": message("CSV or GeoJSON, also dropped on the map. It stays in this browser."),
    "own_shown": message("{file}: {shown} shown, {skipped} without a place."),
    "own_note": message("From {file}, not part of the data set"),
    "own_too_large": message("{file} is larger than {mb} MB."),
    "own_unreadable": message("{file} is neither CSV nor GeoJSON that can be read."),
    "own_no_places": message(
        "{file} names no places: columns longitude and latitude, or port_id, are needed."
    ),
    "own_too_many": message("{file} has more than {most} places, lines and areas."),
    "share": message("Copy the link to this view"),
    "shared": message("Link copied"),
    "present": in_context("verb", "Present"),
    "present_hint": message("The map alone with larger names; Escape ends"),
    "agenda": message("Views of the agenda"),
    "agenda_back": message("Previous view"),
    "agenda_next": message("Next view"),
    "agenda_place": message("View {n} of {all}"),
    "agenda_keep": message("Keep this view"),
    "agenda_clear": message("Forget the views"),
    "agenda_end": in_context("presenting", "End"),
    "print": message("Print view"),
    "print_now": message("Print"),
    "save_picture": message("Save as a picture (PNG)"),
    "picture_failed": message("This browser gives no picture; print to a PDF instead."),
    "qr_label": message("QR code of the link to this view"),
    "print_back": message("Back to the map"),
    "paper": message("Paper"),
    "paper_letter": message("Letter, landscape"),
    "paper_a4": message("A4, landscape"),
    "whole": message("Whole border"),
    "view_moved": message("In view: {names}"),
    "view_moved_more": message("{shown} ports in view, from {first} to {last}"),
    "view_empty": message("No port in view"),
    "cross": message("Enter asks about the place under the cross; arrow keys move the map."),
    "waits": message("Waiting times northbound"),
    "waits_lane": message("Lanes"),
    "waits_ages": message("{lanes}: newest {newest}, oldest {oldest}"),
    "waits_none": message("No wait of now is known for these lanes."),
    "waits_key": message(
        "Square: measured by RFID readers; circle: typed by officers, or CBP does not say. "
        "Gray: older than two hours. –: older than six hours. ×: closed. …: CBP has no word yet. "
        "?: not clear."
    ),
    "waits_about": message("What the marks mean"),
    "waits_table": message("The waits in a table"),
    "waits_minutes": message("Minutes"),
    "waits_as_of": message("As of"),
    "waits_all": message("All ports"),
    "waits_note": WAITS_NOTE,
    "waits_missing": message("Ports for which CBP lists no such lanes: {n}. They do not show."),
    "waits_closed": message("closed"),
    "waits_pending": message("CBP has no word yet"),
    "waits_unclear": message("not clear"),
    "waits_past": message("too old"),
    "waits_lanes_open": message("open lanes {n} of {all}"),
    "waits_usual": message(
        "Usual at this hour of this weekday: {median} min, half of the days {low} to {high} "
        "(days: {n})"
    ),
    "waits_usual_unknown": message("Usual at this hour of this weekday: not known"),
    "minutes_ago": message("{n} min ago"),
    "hours_ago": message("{n} h ago"),
    "road": message("By road"),
    "road_hint": message("Ask about a place, and its ways by road are drawn."),
    "road_line": message("{minutes} min, {km}"),
    "road_none": message("There is no answer by road."),
    "alerts_now": message("Alerts in force at ports: {n}"),
    "alerts_until": message("until {time}"),
    "river_beside": message("River and reservoir beside it"),
    "zoom_in": message("Zoom in"),
    "zoom_out": message("Zoom out"),
    "close": message("Close"),
    "table": message("The ports in a table"),
    "table_hint": message("From west to east; the buttons in the headings sort."),
    "save_shown": message("Save the ports shown:"),
    "compare": message("Compare"),
    "compare_add": message("Add to the comparison"),
    "compare_drop": message("Remove {name} from the comparison"),
    "compare_title": message("To compare"),
    "compare_more": message("Choose two to four ports."),
    "column_name": message("Port of entry"),
    "column_us": message("United States"),
    "column_mx": message("Mexico"),
    "column_type": message("Type"),
    "column_modes": message("Modes"),
    "column_km": message("Boundary km"),
    "sort_by": message("Sort by"),
    "united_states": message("UNITED STATES"),
    "mexico": message("MEXICO"),
    "united_states_short": message("US"),
    "gulf": gulf_name(),
    "pacific": message("Pacific Ocean"),
    "california_gulf": message("Gulf of California"),
    "sources_head": message("Sources"),
    "disclaimer": NOT_OFFICIAL,
    "data_version": message("Data version {version}, {date}"),
}
"""Messages by key; names in braces are filled in."""

_MODE_WORDS: Final = {
    "pedestrian": in_context("mode", "pedestrians"),
    "pov": in_context("mode", "cars"),
    "bus": in_context("mode", "buses"),
    "commercial": in_context("mode", "trucks"),
    "rail": in_context("mode", "trains"),
}
"""Modes as they stand below a name on the map, where there is little room."""


def phrase(key: str, lang: str, **values: object) -> str:
    """Return a phrase in a language; ``KeyError`` if there is none."""
    return words(lang).say(PHRASES[key], **values)


@cache
def phrases(lang: str) -> dict[str, Any]:
    """Return every phrase in one language, with the words for modes, types and lines.

    Nobody may change it: all ask for the same dictionary.
    """
    reader = words(lang)
    return {key: reader.say(text) for key, text in PHRASES.items()} | {
        "sources": map_credit(lang, ports=True),
        "modes_by_id": reader.codes("mode"),
        "mode_words": {name: reader.say(text) for name, text in _MODE_WORDS.items()},
        "types_by_id": {name: reader.say(symbol.label) for name, symbol in SYMBOLS.items()},
        "lines_by_id": {name: reader.say(style.label) for name, style in LINE_STYLES.items()},
        "points_by_id": {name: reader.say(symbol.label) for name, symbol in POINT_SYMBOLS.items()},
    }

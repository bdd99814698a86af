"""Gauges and reservoirs, alerts in force and the rate of the peso, each with its age."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from geo.feeds.gauge_rows import GAUGE_COLUMNS, present_gauges
from geo.feeds.history import FeedRows
from geo.feeds.ibwc_stations import STATIONS
from geo.feeds.nws_alerts import ALERTS, alerts_in_force
from geo.feeds.nws_rivers import RIVERS
from geo.feeds.peso_rate import RATE
from geo.formats.rows_csv import csv_of_rows
from geo.words.messages import message
from geo.words.numbers import number
from web.http.operation import CSV, HTML, JSON, Call, Operation, Reply
from web.http.parameters import text
from web.operations.live_history import live_history
from web.pages.html import page
from web.pages.port_hours import present_moment
from web.pages.waits import WAITS_KEPT_SECONDS, age_words, both_clocks, moment_text

__all__ = ["port_conditions", "stage_operations"]

GAUGES_NOTE: Final = message(
    "Provisional figures, as their publishers give them; nobody has checked them. They do not say "
    "whether a crossing is open."
)
ALERTS_NOTE: Final = message(
    "As the US National Weather Service gives them, for the US side alone; there may be others on "
    "the Mexican side."
)
_GAUGES_SOURCE: Final = (
    "US National Weather Service (api.water.noaa.gov); International Boundary and Water "
    "Commission, US Section (waterdata.ibwc.gov)"
)
_ALERTS_SOURCE: Final = "US National Weather Service (api.weather.gov)"
_SYMBOLS: Final = {"m": "m", "m3/s": "m³/s", "%": "%"}
_MILLION_M3: Final = message("{n} million m³")
_DECIMALS: Final = ((10, 2), (100, 1))
"""Below these values so many places are shown."""
_ROW_NAMES: Final = (*GAUGE_COLUMNS, "answered", "age_minutes", "age")


def stage_operations(port_ids: tuple[str, ...]) -> list[Operation]:
    """Return the operations that answer with gauges and with alerts."""
    port = text("port", message("Only at this port."), port_ids)
    return [
        Operation(
            id="stage", path="/stage", tag="queries", answer=_stage, parameters=(port,),
            summary=message("Gauges beside ports, and reservoirs, each with its age"),
            media=(HTML, JSON, CSV), schema="Stage", localised=True,
        ),
        Operation(
            id="alerts", path="/alerts", tag="queries", answer=_alerts, parameters=(port,),
            summary=message("Alerts of the US weather service in force at ports"),
            media=(HTML, JSON), schema="Alerts", localised=True,
        ),
    ]  # fmt: skip


def _kept(call: Call, feed: str) -> FeedRows | None:
    history = live_history(call.service.settings)
    return history.rows(feed) if history is not None else None


def _gauges(call: Call, port_id: str | None = None) -> list[dict[str, Any]]:
    """Return what gauges say now, those of one port or all, with the moment of our answer."""
    rows: list[dict[str, Any]] = []
    for feed in (RIVERS, STATIONS):
        kept = _kept(call, feed.name)
        if kept is not None:
            answered = moment_text(kept.state.answered)
            rows += [row | {"answered": answered}
                     for row in present_gauges(kept.rows, present_moment())]  # fmt: skip
    return [row for row in rows if port_id is None or port_id in row["port_ids"]]


def _alerts_now(call: Call, port_id: str | None = None) -> list[Mapping[str, Any]]:
    kept = _kept(call, ALERTS.name)
    return alerts_in_force(kept.rows, present_moment(), port_id) if kept is not None else []


def _stage(call: Call) -> Reply:
    rows = _gauges(call, call.values["port"])
    if call.media == CSV:
        plain = [row | {"port_ids": ";".join(row["port_ids"])} for row in rows]
        body = (csv_of_rows(plain, _ROW_NAMES) + "\n").encode()
    elif call.media == JSON:
        body = orjson.dumps({
            "source": _GAUGES_SOURCE, "note": call.words.say(GAUGES_NOTE), "live": bool(rows),
            "gauges": [{name: row[name] for name in _ROW_NAMES} for row in rows],
        })  # fmt: skip
    else:
        return _page(call, message("Rivers and reservoirs now"), "stage.html",
                     stations=_stations(call, rows), note=GAUGES_NOTE)  # fmt: skip
    return Reply(body=body, media=call.media, keep=False, max_age=WAITS_KEPT_SECONDS, dated=False)


def _alerts(call: Call) -> Reply:
    rows, kept = _alerts_now(call, call.values["port"]), _kept(call, ALERTS.name)
    if call.media == HTML:
        told = [_alert(call, row) for row in rows]
        return _page(call, message("Alerts at ports"), "alerts.html", note=ALERTS_NOTE,
                     asked=kept is not None, alerts=told)  # fmt: skip
    body = orjson.dumps({
        "source": _ALERTS_SOURCE, "note": call.words.say(ALERTS_NOTE), "live": kept is not None,
        "answered": moment_text(kept.state.answered) if kept is not None else None,
        "alerts": rows,
    })  # fmt: skip
    return Reply(body=body, media=JSON, keep=False, max_age=WAITS_KEPT_SECONDS, dated=False)


def _page(call: Call, title: str, template: str, **context: Any) -> Reply:  # noqa: ANN401
    note = call.words.say(context.pop("note"))
    names = _port_names(call)
    shown = page(call, template, title=call.words.say(title), note=note, names=names, keep=False,
                 **_codes(call), **context)  # fmt: skip
    return replace(shown, dated=False)


def _codes(call: Call) -> dict[str, Any]:
    return {
        "quantities": call.words.codes("gauge_quantity"),
        "floods": call.words.codes("flood_category"),
        "severities": call.words.codes("severity"),
    }


def _port_names(call: Call) -> dict[str, str]:
    columns = call.border.records("ports").columns
    return dict(zip(columns["id"], call.words.column(columns, "short_name"), strict=True))


def _stations(
    call: Call, rows: Sequence[Mapping[str, Any]], port: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the stations with their quantities, by the clock of a port beside them."""
    ports = call.border.records("ports")
    stations: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["source"], row["station"])
        beside = port or (
            ports.row(ports.position(row["port_ids"][0])) if row["port_ids"] else None
        )
        station = stations.setdefault(key, {
            "name": row[f"name_{call.lang}"] if call.lang in {"en", "es"} else row["name_en"],
            "is_english": row["name_en"] == row["name_es"],
            "source": row["source"], "port_ids": row["port_ids"],
            "distance_km": row["distance_km"], "readings": [],
        })  # fmt: skip
        moment = datetime.fromisoformat(row["observed"])
        station["readings"].append({
            **row, "ago": age_words(call, row["age_minutes"]), "shown": _shown(call, row),
            "clock": both_clocks(moment, beside) if beside and not row["is_daily"] else "",
        })  # fmt: skip
    return list(stations.values())


def _shown(call: Call, row: Mapping[str, Any]) -> str:
    """Return a value with its unit: that of the SI, or where it is not known as written."""
    if row["value"] is None:
        return ""
    value, unit = row["value_si"], row["unit_si"]
    if value is None:
        return f"{row['value']:g} {row['unit']}"
    decimals = next((places for most, places in _DECIMALS if abs(value) < most), 0)
    told = number(value, call.lang, decimals)
    if unit in _SYMBOLS:
        return f"{told} {_SYMBOLS[unit]}"
    return call.words.say(_MILLION_M3, n=told)


def _alert(
    call: Call, row: Mapping[str, Any], port: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return an alert with the clock at which it ends, of the first port that it is for."""
    ports = call.border.records("ports")
    place = port or ports.row(ports.position(row["port_ids"][0]))
    ends = datetime.fromisoformat(row["ends"] or row["expires"])
    day = ends.astimezone(ZoneInfo(place["time_zone"])).date()
    return {**row, "clock": both_clocks(ends, place), "day": day}


def port_conditions(call: Call, port: Mapping[str, Any]) -> dict[str, Any]:
    """Return the alerts at a port, the gauges beside it, and the rate for its tolls."""
    alerts = [_alert(call, row, port) for row in _alerts_now(call, port["id"])]
    rates = _kept(call, RATE.name)
    rate = {**rates.rows[0], "day": date.fromisoformat(rates.rows[0]["day"])} if rates else None
    return {
        "alerts": alerts,
        "stations": _stations(call, _gauges(call, port["id"]), port),
        "rate": rate,
        "gauges_note": call.words.say(GAUGES_NOTE),
        "alerts_note": call.words.say(ALERTS_NOTE),
        **_codes(call),
    }

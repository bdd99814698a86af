"""Cut the raw inputs of the build down to what tests need: `cut_sources.py SOURCES`.

The line of the boundary stays whole, vertex by vertex, so that what is measured on it comes out as
published. The Mexican municipalities beside it are generalised, the others of a state joined;
Natural Earth is clipped to the frame of the maps; counts are those of some years and of every
month that `volume_resolutions.csv` speaks of; of CBP's answers about waiting times, US government
work, the Mexican border is kept, and of a gauge of the IBWC the last day. `sources/inputs.csv`
records each file with its origin.
"""

import csv
import gzip
import hashlib
import json
import shutil
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.pipeline.context import MAP_FRAME
from geo.pipeline.line import LINE_FILE, read_whole_line
from geo.pipeline.sources import INPUTS_FILE
from geo.pipeline.trade import TRADE_FILE, TRADE_TEXAS_FILE, TRADE_US_FILE
from geo.pipeline.volumes import BTS_FILE, BTS_NEWER_FILE, CBP_TEXAS_FILE

HERE = Path(__file__).parent
CURATED = HERE.parents[1] / "data" / "curated"
TARGET = HERE / "sources"
TOLERANCE_DEG = 0.005
NOTES_ON_VALUES = {"not_reported", "not_used", "doubtful", "sources_differ", "second_hand"}
YEARS = {"2004", "2024"}
HIFLD = "crosscheck/hifld_mexico_and_us_border.zip"
CQL2 = "cql2/ne110m4cql2.gpkg"
HIFLD_STEP = 20
NAD83 = "EPSG:4269"
WAITS_JSON = (
    "bwtnew_2022-06-29_wsdot.json",
    "bwtnew_2026-10-01_mexican_border_rebuilt.json",
)
GAUGE = "ibwc-11013300-discharge.csv"
GAUGE_LINES = 96
WAITS_XML = "bwt_2014-04-28"
MEXICAN = "Mexican Border"


def cut_boundary(sources: Path) -> None:
    """Keep the line between the two countries, of the whole file's lines."""
    line = gpd.GeoDataFrame({"IBTYPE": ["M"]}, geometry=[read_whole_line(sources)], crs=NAD83)
    line.to_file(TARGET / LINE_FILE, DBF_DATE_LAST_UPDATE="2026-11-25")
    (TARGET / LINE_FILE).with_suffix(".cpg").unlink()


def cut_states(sources: Path) -> None:
    """Join the municipalities of each state that are not in ``counties.csv``; generalise all."""
    counties = pd.read_csv(CURATED / "counties.csv", dtype=str, keep_default_na=False)
    own = set(counties["code"])
    names, rows, shapes = [], [], []
    for path in sorted((sources / "inegi").glob("AGEM_*.geojson")):
        frame = gpd.read_file(path)
        state = frame["cve_agee"].iloc[0]
        people = pd.to_numeric(frame["pob"]).fillna(0).astype(int)
        joined = frame["cvegeo"].where(frame["cvegeo"].isin(own), f"{state}000")
        for code in dict.fromkeys(joined):
            chosen = joined == code
            names.append(path.name)
            rows.append({"cve_agee": state, "cvegeo": code, "pob": int(people[chosen].sum())})
            shapes.append(shapely.coverage_union_all(frame.geometry[chosen].to_numpy()))
    simple = shapely.coverage_simplify(np.array(shapes), TOLERANCE_DEG)
    for name in dict.fromkeys(names):
        features = [
            {"type": "Feature", "properties": row, "geometry": _geometry(shape)}
            for of, row, shape in zip(names, rows, simple, strict=True)
            if of == name
        ]
        _write_json(TARGET / "inegi" / name, features)


def cut_natural_earth(sources: Path) -> None:
    """Clip lakes, rivers and railways to the frame of the maps, with the columns that are read."""
    for theme in ("lakes", "rivers", "railroads"):
        name = f"natural-earth/ne_10m_{theme}_north_america.json"
        clipped = gpd.read_file(sources / name).clip(MAP_FRAME)
        features = [
            {"type": "Feature", "properties": {"scalerank": rank}, "geometry": _geometry(shape)}
            for rank, shape in zip(clipped["scalerank"], clipped.geometry, strict=True)
        ]
        _write_json(TARGET / name, features)
    for theme in ("lakes", "rivers_lake_centerlines"):
        name = f"natural-earth/ne_10m_{theme}_border.geojson"
        shutil.copy(sources / name, TARGET / name)


def cut_counts(sources: Path) -> None:
    """Keep some years and the months of which a resolution or a note on values speaks."""
    rules = pd.read_csv(CURATED / "volume_resolutions.csv", dtype=str, keep_default_na=False)
    wanted = _noted_months() | set(rules["month"])
    bts = pd.read_csv(sources / BTS_FILE, dtype=str, keep_default_na=False)
    months = pd.to_datetime(bts["Date"], format="%b %Y").dt.strftime("%Y-%m")
    kept = months.str[:4].isin(YEARS) | months.isin(wanted)
    _write_counts(bts.loc[kept, "Port Name":"Value"], TARGET / BTS_FILE)
    shutil.copy(sources / BTS_NEWER_FILE, TARGET / BTS_NEWER_FILE)
    cbp = pd.read_csv(sources / CBP_TEXAS_FILE, dtype=str, keep_default_na=False)
    months = cbp["Year"] + "-" + cbp["Month"].str.zfill(2)
    kept = cbp["Year"].isin(YEARS) | months.isin(wanted)
    _write_counts(cbp[kept], TARGET / CBP_TEXAS_FILE)


def cut_trade(sources: Path) -> None:
    """Keep the months of one year; the years are few and stay whole."""
    months = pd.read_csv(sources / TRADE_FILE, dtype=str, keep_default_na=False)
    _write_counts(months[months["period"].str[:4].isin(YEARS)], TARGET / TRADE_FILE)
    for name in (TRADE_TEXAS_FILE, TRADE_US_FILE):
        shutil.copy(sources / name, TARGET / name)


def _noted_months() -> set[str]:
    """Return the first and last month of each note on values, which must match a row."""
    notes = pd.read_csv(CURATED / "series_notes.csv", dtype=str, keep_default_na=False)
    of_values = notes[notes["kind"].isin(NOTES_ON_VALUES)]
    return {month[:7] for name in ("from_month", "to_month") for month in of_values[name] if month}


def cut_crosscheck(sources: Path) -> None:
    """Keep each twentieth vertex of the line that HIFLD publishes."""
    vertices = shapely.get_coordinates(gpd.read_file(sources / HIFLD).geometry)[::HIFLD_STEP]
    line = {"type": "LineString", "coordinates": vertices.round(7).tolist()}
    feature = {"type": "Feature", "properties": {}, "geometry": line}
    _write_json((HERE / HIFLD).with_suffix(".geojson"), [feature])


def copy_cql2(sources: Path) -> None:
    """Copy the standard's test data, the GeoPackage in an archive."""
    shutil.copy(sources / "cql2" / "golden.json", HERE / "cql2")
    with zipfile.ZipFile(HERE / f"{CQL2}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        member = zipfile.ZipInfo(Path(CQL2).name, (2026, 11, 25, 0, 0, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        out.writestr(member, (sources / CQL2).read_bytes())


def cut_waits(sources: Path) -> None:
    """Keep what CBP said of the Mexican border in three answers, without the spaces between."""
    for name in WAITS_JSON:
        records = json.loads((sources / "wait-times" / name).read_bytes())
        mexican = [record for record in records if record["border"] == MEXICAN]
        text = json.dumps(mexican, separators=(",", ":"))
        _write_packed(HERE / "waits" / f"{name[:17]}.json.gz", text.encode())
    root = ET.parse(sources / "wait-times" / f"{WAITS_XML}.xml").getroot()  # noqa: S314
    for port in root.findall("port"):
        if port.findtext("border") != MEXICAN:
            root.remove(port)
    for element in root.iter():
        element.tail = None
        element.text = (element.text or "").strip() or None
    content = ET.tostring(root, encoding="ISO-8859-1", xml_declaration=True)
    _write_packed(HERE / "waits" / f"{WAITS_XML}.xml.gz", content)


def cut_gauge(sources: Path) -> None:
    """Keep head and terms of a gauge's export, and the values of its last day."""
    lines = gzip.decompress((sources / "ibwc" / f"{GAUGE}.gz").read_bytes()).splitlines(
        keepends=True
    )
    _write_packed(HERE / "gauges" / f"{GAUGE}.gz", b"".join(lines[:2] + lines[-GAUGE_LINES - 1 :]))


def write_record() -> None:
    """Write the record of the build's files: that of the raw ones, with sizes and hashes anew."""
    with (CURATED / INPUTS_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if not row["package"]:
            content = (TARGET / row["path"]).read_bytes()
            row["title"] += "; cut for tests by tests/data/cut_sources.py"
            row["bytes"], row["sha256"] = len(content), hashlib.sha256(content).hexdigest()
            row["retrieval"] = "hand"
    with (TARGET / INPUTS_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _geometry(shape: shapely.Geometry) -> object:
    return json.loads(shapely.to_geojson(shape))


def _write_json(path: Path, features: list[dict[str, object]]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_counts(rows: pd.DataFrame, path: Path) -> None:
    text = rows.to_csv(index=False, lineterminator="\n")
    _write_packed(path, text.encode())


def _write_packed(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(content, mtime=0))


def main(sources: Path) -> None:
    """Cut everything anew."""
    for name in ("boundary", "inegi", "natural-earth", "transborder", "volumes"):
        (TARGET / name).mkdir(parents=True, exist_ok=True)
    for name in ("cql2", "crosscheck", "waits", "gauges"):
        (HERE / name).mkdir(exist_ok=True)
    cuts = (
        *(cut_boundary, cut_states, cut_natural_earth, cut_counts, cut_trade),
        *(cut_crosscheck, copy_cql2, cut_waits, cut_gauge),
    )
    for cut in cuts:
        cut(sources)
    write_record()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

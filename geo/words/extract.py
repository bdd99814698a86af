"""Brings the catalogues in line with the messages that code and templates mark.

``python -m geo.words.extract geo web`` reads the folders and rewrites every catalogue: new
messages come with an empty translation, those that nothing says any more go. With ``--new fr`` it
begins a catalogue. ``docs/words.md`` says how to mark a message.
"""

import argparse
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from geo.layers import LAYERS
from geo.layers.measures import MEASURES
from geo.paths import data_dir

__all__ = ["data_messages", "marked_messages", "updated", "written"]

FOLDER: Final = Path(__file__).parent / "translations"
_METHODS: Final = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
_KEYWORDS: Final = {
    "message": None,
    "say": None,
    "paragraphs": None,
    "_": None,
    "plural": (1, 2),
    "in_context": ((1, "c"), 2),
}
_WIDTH: Final = 100
_HEADER: Final = """\
# Border Ports in {name}. The English message is the id; see docs/words.md.
msgid ""
msgstr ""
"Project-Id-Version: border-ports\\n"
"Language: {locale}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def marked_messages(folders: Sequence[Path]) -> Catalog:
    """Return the messages that modules and templates below the folders mark."""
    marked = Catalog()
    for folder in folders:
        for _file, _line, text, _comments, context in extract_from_dir(
            folder, _METHODS, keywords=_KEYWORDS
        ):
            marked.add(text, context=context)
    return marked


def data_messages(lang: str) -> Iterator[str]:
    """Yield the English texts of the data that the catalogue of a language holds.

    Spanish titles and headings stand in the definitions beside the English; what a column means
    stands there in English only.
    """
    package = json.loads((data_dir() / "datapackage.json").read_bytes())
    yield from (item["title"] for item in package["licenses"])
    for layer in LAYERS.values():
        yield from (column.description for column in layer.columns)
        if layer.licence:
            yield layer.licence
        if lang != "es":
            yield from (layer.title_en, layer.description_en)
            yield from (column.label_en for column in layer.columns)
    if lang != "es":
        for measure in MEASURES.values():
            yield from filter(None, (measure.label_en, measure.crossing_label_en))


def updated(catalogue: Catalog, template: Catalog, more: Iterable[str] = ()) -> Catalog:
    """Return the catalogue with exactly the messages of the template and the texts of ``more``."""
    renewed = Catalog(locale=catalogue.locale_identifier)
    wanted = [(item.id, item.context) for item in template if item.id]
    for text, context in [*wanted, *((text, None) for text in more)]:
        kept = catalogue.get(text, context)
        renewed.add(text, kept.string if kept else "", context=context)
    return renewed


def written(catalogue: Catalog, locale: str) -> bytes:
    """Return a catalogue as a ``.po`` file, sorted, without dates."""
    written = io.BytesIO()
    write_po(written, catalogue, sort_output=True, width=_WIDTH, omit_header=True)
    try:
        name = Locale.parse(locale).get_display_name("en")
    except (UnknownLocaleError, ValueError):
        name = locale
    header = _HEADER.format(name=name, locale=locale, plural=catalogue.plural_forms)
    return header.encode() + written.getvalue()


def main() -> None:
    """Rewrite the catalogues."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--new", metavar="LANG", help="Language to begin a catalog of.")
    asked = parser.parse_args()
    template = marked_messages(asked.folders)
    if asked.new:
        (FOLDER / f"{asked.new}.po").write_bytes(written(Catalog(locale=asked.new), asked.new))
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        wanted = updated(catalogue, template, data_messages(path.stem))
        path.write_bytes(written(wanted, str(catalogue.locale_identifier)))


if __name__ == "__main__":
    main()

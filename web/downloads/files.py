"""The exports over HTTP: ``/exports`` lists them, ``/exports/{file}`` makes and sends one."""

from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

import orjson

from geo.border import Border
from geo.documents.request import PAPERS, Request, checked_request
from geo.formats.model import Format
from geo.formats.registry import FORMATS, export_file, installed_formats
from geo.layers import MODES, REGIONS, STATES
from geo.queries.selection import checked_selection, state_pairs
from geo.words.catalogue import BOTH, document_languages
from geo.words.messages import message
from web.downloads.file_cache import FileCache, cache_folder
from web.downloads.listing import PACK, export_list
from web.http.file_parts import KeptFile
from web.http.links import DESCRIBED_BY, link, self_links
from web.http.operation import HTML, JSON, Call, Operation, Reply, Service
from web.http.parameters import Parameter, text, without_repeats
from web.pages.html import page

__all__ = ["download_operations"]

_ZIP: Final = "application/zip"
_DAY_SECONDS: Final = 86_400
_OF_REQUEST: Final = message("Language of the file; otherwise the language of the request.")
_IN_BOTH: Final = message("Language of the file; otherwise both.")


def download_operations(service: Service) -> list[Operation]:
    """Return the list of exports, one operation per format, and the meeting pack."""
    settings = service.settings
    cache = FileCache(cache_folder(settings.cache_dir), settings.cache_mib * 2**20)
    downloads = _Downloads(cache, settings.data_contact)
    choices = _choices(service.border)
    offered = [form for form in FORMATS.values() if settings.data_contact or not form.needs_contact]
    return [
        Operation(
            id="exports",
            path="/exports",
            tag="exports",
            summary=message("Files for meetings and for other programs"),
            answer=downloads.list,
            media=(JSON, HTML),
            localised=True,
        ),
        *(downloads.operation(form, choices) for form in offered),
        Operation(
            id="export.pack",
            path=f"/exports/{PACK}",
            tag="exports",
            summary=message(
                "Meeting pack: briefs, slides, workbooks, GeoPackage and KMZ with a manifest"
            ),
            answer=downloads.pack,
            parameters=(*choices[:3], _lang(_IN_BOTH), _paper()),
            media=(_ZIP,),
            problems=(501,),
            extra_media_names={_ZIP: "zip"},
        ),
    ]


class _Downloads:
    """Answers requests for files, each made once per version of the data."""

    def __init__(self, cache: FileCache, contact: str) -> None:
        self._cache = cache
        self._contact = contact

    def operation(self, form: Format, choices: tuple[Parameter, ...]) -> Operation:
        """Return the operation of one format."""

        def answer(call: Call) -> Reply:
            return self._file(call, form)

        return Operation(
            id=f"export.{form.name}",
            path=f"/exports/{form.file_name}",
            tag="exports",
            summary=form.title,
            description=form.purpose,
            answer=answer,
            parameters=(*choices, *_own_parameters(form)),
            media=(form.media_type,),
            problems=(501,) if form.extra else (),
            extra_media_names={form.media_type: form.name},
        )

    def list(self, call: Call) -> Reply:
        """List every export of the whole border, and where the parts are."""
        listed = export_list(call, self._contact)
        for item in listed["files"]:
            item["bytes"] = self._size(call, FORMATS[item["id"]])
        if call.media == HTML:
            return page(
                call,
                "exports.html",
                title=call.words.say("Files to take along"),
                exports=listed,
                keep=False,
            )
        links = [
            *self_links(call, call.words.say("Files to take along")),
            *(
                link(call, f"/exports/{form.file_name}", DESCRIBED_BY, form.media_type,
                     call.words.say(form.title))
                for form in installed_formats(self._contact) if form.is_metadata
            ),
        ]  # fmt: skip
        return Reply(
            body=orjson.dumps({"links": links, "exports": listed["files"]}), media=JSON, keep=False
        )

    def _size(self, call: Call, form: Format) -> int | None:
        """Return the size of a file of the whole border, if it has been made."""
        request = Request(lang=call.lang if form.is_document else BOTH)
        if form.is_metadata:
            request = replace(request, contact=self._contact, address=call.root)
        kept = self._cache.find(_key(call.border, form.name, request))
        return kept.stat().st_size if kept else None

    def pack(self, call: Call) -> Reply:
        """Send the meeting pack."""
        request = replace(_request(call, BOTH), contact=self._contact)
        parts = ("meeting-pack", request.selection.slug, request.lang)
        file = self._kept(
            call,
            _key(call.border, "pack", request),
            lambda path: _write_pack(call.border, path, request),
        )
        return _reply(file, _ZIP, f"{'-'.join(filter(None, parts))}.zip")

    def _file(self, call: Call, form: Format) -> Reply:
        request = _request(call, call.lang if form.is_document else BOTH)
        if form.is_metadata:
            request = replace(request, contact=self._contact, address=call.root)
        key = _key(call.border, form.name, request)

        def make(path: Path) -> None:
            export_file(call.border, path, request, form=form.name)

        file = self._kept(call, key, make)
        return _reply(file, form.media_type, form.name_of(request))

    def _kept(self, call: Call, key: str, make: Callable[[Path], None]) -> KeptFile:
        """Return a file that is kept, or make it, which is costly."""
        if self._cache.find(key) is None:
            call.costly()
        return self._cache.get(key, make)


def _request(call: Call, lang: str) -> Request:
    values = call.values
    selection = checked_selection(
        call.border,
        state=values["state"],
        pair=values["pair"],
        region=values["region"],
        mode=values.get("mode"),
        port=values.get("port"),
    )
    return checked_request(
        selection,
        layers=tuple(values.get("layers") or ()),
        lang=values.get("lang") or lang,
        paper=values.get("paper") or PAPERS[0],
        wkt=bool(values.get("wkt")),
        bom=bool(values.get("bom")),
        projects=bool(values.get("projects")),
    )


def _key(border: Border, form: str, request: Request) -> str:
    """Return what tells one file from another: data and program of another version make another."""
    hashes = [item.get("hash") for item in border.package["resources"]]
    parts = [form, version("border-ports"), border.version, hashes, asdict(request)]
    return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS).decode()


def _write_pack(border: Border, path: Path, request: Request) -> None:
    from geo.formats.pack import write_pack

    write_pack(border, path, request)


def _reply(file: KeptFile, media: str, name: str) -> Reply:
    disposition = "inline" if media == "application/pdf" else "attachment"
    return Reply(
        body=b"",
        file=file,
        media=media,
        keep=False,
        max_age=_DAY_SECONDS,
        headers=(("Content-Disposition", f'{disposition}; filename="{name}"'),),
    )


def _choices(border: Border) -> tuple[Parameter, ...]:
    pairs = tuple(f"{us}/{mx}" for us, mx in state_pairs(border))
    ports = tuple(border.records("ports").columns["id"])
    return (
        text("state", message("Only this border state (ISO 3166-2)."), STATES, spelt=str.upper),
        text("pair", message("Only the stretch that these two states share."), pairs, spelt=_pair),
        text("region", message("Only this BBBXG region."), (*REGIONS, "plenary")),
        text("mode", message("Only ports with this mode of crossing."), MODES),
        text("port", message("Only this port of entry."), ports),
    )


def _pair(text_of: str) -> str:
    """Return a pair of states with that of the United States first."""
    return "/".join(sorted(text_of.upper().split("/"), reverse=True))


def _own_parameters(form: Format) -> tuple[Parameter, ...]:
    """Return what a format takes beside the part of the border."""
    options = {
        "paper": _paper(),
        "wkt": Parameter(
            name="wkt", description=message("Points as WKT."), schema={"type": "boolean"}
        ),
        "bom": Parameter(
            name="bom",
            description=message("Begin with a byte order mark, for Excel."),
            schema={"type": "boolean"},
        ),
        "projects": Parameter(
            name="projects",
            description=message("A slide for each project."),
            schema={"type": "boolean"},
        ),
    }
    return (
        _lang(_OF_REQUEST if form.is_document else _IN_BOTH),
        *(() if form.is_document else (_layers(form),)),
        *(options[name] for name in form.options),
    )


def _lang(meaning: str) -> Parameter:
    return text("lang", meaning, document_languages())


def _paper() -> Parameter:
    return text("paper", message("Size of the paper of the brief."), PAPERS)


def _layers(form: Format) -> Parameter:
    one = form.content == "layer"
    names = list(form.layer_names)
    return Parameter(
        name="layers",
        description=(
            message("One layer; otherwise ports.")
            if one
            else message("Layers; otherwise all but the background.")
        ),
        schema={
            "type": "array",
            "items": {"type": "string", "enum": names},
            "minItems": 1,
            "maxItems": 1 if one else len(names),
        },
        check=without_repeats("layers"),
    )

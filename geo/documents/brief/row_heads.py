"""The names of rows as heads in the structure of a PDF: the typesetter marks those of columns."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

__all__ = ["head_columns", "tables_of", "with_row_heads"]


def head_columns(body: Mapping[str, Any]) -> list[int]:
    """Return for each table of a brief, in reading order, the column that names its rows.

    It is the first that holds no figures: names stand after the numbers of ports.
    """
    return [
        next((index for index, column in enumerate(table["columns"]) if not column["number"]), 0)
        for table in tables_of(body)
    ]


def tables_of(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the tables of a brief in reading order."""
    blocks = [*body["cover"], *body["after"]]
    blocks += [block for section in body["sections"] for block in section["blocks"]]
    return list(_tables(blocks))


def _tables(blocks: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["kind"] == "table":
            yield block
        for part in block.get("parts", ()):
            yield from _tables(part)


def with_row_heads(content: bytes, heads: Sequence[int]) -> bytes:
    """Return a tagged PDF in which the cells that name rows are heads of their rows (TH, Row).

    ``heads`` holds the place of that cell for each table in order; headings of groups, which
    stand alone in their row, stay as they are. The same content gives the same bytes.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as document:
        tables = _elements(document.Root.StructTreeRoot, "/Table")
        for table, head in zip(tables, heads, strict=True):
            for body in _elements(table, "/TBody"):
                for row in _kids(body):
                    _mark(row, head)
        buffer = io.BytesIO()
        document.save(
            buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return buffer.getvalue()


def _mark(row: "pikepdf.Object", head: int) -> None:
    """Make the cell at a place of a row its head."""
    import pikepdf

    cells = list(_kids(row))
    if head >= len(cells) or str(cells[head].get("/S")) != "/TD":
        return
    cell = cells[head]
    kept = list(cell.get("/A", [])) if isinstance(cell.get("/A"), pikepdf.Array) else []
    cell.S = pikepdf.Name.TH
    cell.A = pikepdf.Array(
        [*kept, pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)]
    )


def _kids(element: "pikepdf.Object") -> Iterator["pikepdf.Object"]:
    """Yield the structure elements right below one."""
    import pikepdf

    kids: Any = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _elements(root: "pikepdf.Object", kind: str) -> Iterator["pikepdf.Object"]:
    """Yield the elements of a kind in reading order, none inside another."""
    for kid in _kids(root):
        if str(kid.get("/S")) == kind:
            yield kid
        else:
            yield from _elements(kid, kind)

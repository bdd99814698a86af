"""Each question as a command, made from its record."""

from collections.abc import Callable
from typing import Any, Final

import click

from geo.cli.batch import batch_options
from geo.cli.printing import FORMATS, text_of_answer, text_of_row
from geo.cli.store import is_other_data, opened, opened_version
from geo.queries.answer import Answer
from geo.queries.question import Field, Question
from geo.queries.registry import QUESTIONS
from geo.routing.choice import router_of_environment

__all__ = ["question_command"]

_NUMBERS: Final = {"ignore_unknown_options": True}
"""Lets a negative longitude be an argument rather than an option."""
_PARSERS: Final[dict[str, tuple[Callable[[str], Any], str]]] = {
    "number": (float, "a number"),
    "integer": (int, "a whole number"),
    "text": (str, "a text"),
}


def question_command(name: str) -> click.Command:
    """Return the command of a question of the registry."""
    made = {"nearest": _with_batch, "states": _with_groups}.get(name, _command)
    return made(QUESTIONS[name])


def _command(question: Question) -> click.Command:
    def answer(form: str, **words: str | None) -> None:
        _answer(question, form, words)

    return _built(question, answer)


def _built(question: Question, answer: Callable[..., None], **options: Any) -> click.Command:  # noqa: ANN401
    command = click.Command(
        question.name,
        callback=answer,
        help=f"{question.summary}.\n\n{question.description}\n\n{_example(question)}",
        context_settings=_NUMBERS,
        params=[*(_parameter(field, **options) for field in question.fields), _format_option()],
    )
    command.short_help = f"{question.summary}."
    return command


def _example(question: Question) -> str:
    return f"Example: border-ports {question.name} {question.example}"


def _format_option() -> click.Option:
    return click.Option(
        ["--format", "form"], type=click.Choice(FORMATS), default="table", show_default=True
    )


def _parameter(field: Field, *, optional: bool = False) -> click.Parameter:
    kind = _kind(field)
    if field.positional:
        return click.Argument([field.keyword], required=not optional, type=kind)
    default = None if field.default is None else str(field.default)
    return click.Option(
        [_option(field), field.keyword], type=kind, default=default, show_default=True,
        help=field.description,
    )  # fmt: skip


def _kind(field: Field) -> "click.ParamType[str]":
    if not field.allowed:
        return click.STRING
    return _Several(field.allowed) if field.several else click.Choice(field.allowed)


class _Several(click.Choice[str]):
    """Some of the texts allowed, with commas between."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; what is not allowed in it ends the command."""
        parts = [super(_Several, self).convert(part, param, ctx) for part in value.split(",")]
        return ",".join(parts)


def _option(field: Field) -> str:
    return f"--{field.name.replace('_', '-')}"


def _answer(question: Question, form: str, words: dict[str, str | None]) -> None:
    values = {
        field.name: _value(field, text)
        for field in question.fields
        if (text := words.get(field.keyword)) is not None
    }
    router = router_of_environment() if question.asks_router(values) else None
    answer = question.ask(opened(), values, router)
    if not isinstance(answer, Answer):
        click.echo(text_of_row(answer, form))
        return
    remark = question.remark(answer)
    if remark is not None:
        click.echo(remark, err=True)
    click.echo(text_of_answer(answer, form, question.shown))


def _value(field: Field, text: str) -> Any:  # noqa: ANN401
    if field.is_version and is_other_data(text):
        return opened_version(text, field.name.upper() if field.positional else _option(field))
    parse, allowed = _PARSERS[field.kind]
    try:
        return parse(text)
    except ValueError:
        name = field.name.upper() if field.positional else _option(field)
        message = f"{name}: {text!r} is not allowed; allowed: {allowed}"
        raise click.BadParameter(message) from None


def _with_batch(question: Question) -> click.Command:
    """Return the command for one point or, with ``--input``, for each row of a file."""

    @batch_options
    def answer(form: str, **words: str | None) -> None:
        _answer(question, form, words)

    made = _built(question, answer, optional=True)
    made.params += reversed(getattr(answer, "__click_params__", []))
    made.help = (
        f"{made.help}\n\nExample: border-ports nearest --input trucks.parquet "
        "--output nearest.parquet"
    )
    return made


def _with_groups(question: Question) -> click.Command:
    """Return the command with ``--by``, which another command answers since."""
    from geo.queries.counts import GROUPS, PORT_COUNTS

    def answer(form: str, by: str, **words: str | None) -> None:
        if by == "state":
            _answer(question, form, words)
            return
        click.echo(f"border-ports: states --by {by} is now count --by {by}", err=True)
        _answer(PORT_COUNTS, form, {"by": by, **words})

    made = _built(question, answer)
    made.params.append(
        click.Option(["--by"], type=click.Choice(GROUPS), default="state", hidden=True)
    )
    return made

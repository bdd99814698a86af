"""CQL2 text to the JSON form of CQL2, by the grammar of OGC 21-065r2.

Chains of operators are loops. Only parentheses, functions, NOT and stronger operators call a
reader again, and the first three are counted: time and memory grow with the length of the text
and never faster, and no text can take more of the stack than a few hundred plain calls.
"""

import re
from typing import Any, Final

from geo.cql2.geometry_text import begins_geometry, read_geometry
from geo.cql2.tokens import COMPARED_BY_WORD, INFIX, Strength, Tokens
from geo.words.messages import message

__all__ = ["read_text"]

_ESCAPED: Final = re.compile(r"''|\\'")
_KEYWORDS: Final = frozenset(
    {"and", "or", "not", "like", "between", "in", "is", "null", "true", "false", "div"}
)
_NEGATABLE: Final = frozenset({"like", "between", "in"})
_INSTANTS: Final = frozenset({"date", "timestamp"})
_LISTED: Final = frozenset({"interval", "bbox"})


def read_text(text: str, deepest: int) -> Any:  # noqa: ANN401
    """Return the JSON form of a filter.

    Parameters
    ----------
    text
        The filter.
    deepest
        How many parentheses, functions and NOTs may be open at once.

    Raises
    ------
    FilterSyntaxError
        The text is not CQL2; it says where, and what was expected.
    FilterError
        It nests deeper than ``deepest`` or has more than 1,000 operators.
    """
    tokens = Tokens(text, deepest)
    expression = _Reader(tokens).expression(Strength.OR)
    if tokens.kind != "end":
        raise tokens.fault(message("an operator or the end"))
    return expression


def _operation(name: str, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"op": name, "args": list(arguments)}


class _Reader:
    """Reads expressions from where the tokens stand."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def expression(self, weakest: int) -> Any:  # noqa: ANN401
        """Return what stands here, up to the first operator weaker than ``weakest``."""
        tokens = self._tokens
        expression = self._operand(weakest)
        compared = False
        joined = ""
        while True:
            word = tokens.word
            strength = INFIX.get(word, Strength.COMPARISON if word in COMPARED_BY_WORD else 0)
            if strength < weakest:
                return expression
            if strength == Strength.COMPARISON:
                if compared:
                    raise tokens.fault(message("AND, OR or the end"))
                compared = word != "is"
                expression = self._comparison(expression)
                continue
            tokens.step()
            right = self.expression(strength + 1)
            if strength <= Strength.AND and joined == word:
                expression["args"].append(right)
            else:
                expression = _operation(word, expression, right)
                joined = word

    def _comparison(self, left: Any) -> Any:  # noqa: ANN401
        """Return the comparison of ``left`` by the operator that stands here."""
        tokens = self._tokens
        word = tokens.word
        tokens.step()
        if word in INFIX:
            name = "<>" if word == "!=" else word
            return _operation(name, left, self.expression(Strength.SUM))
        if word == "is":
            negated = self._passed("not")
            tokens.take("null")
            predicate = _operation("isNull", left)
        else:
            negated = word == "not"
            if negated:
                word = tokens.word
                if word not in _NEGATABLE:
                    raise tokens.fault(message("LIKE, BETWEEN or IN"))
                tokens.step()
            predicate = self._compared_by_word(word, left)
        return _operation("not", predicate) if negated else predicate

    def _compared_by_word(self, word: str, left: Any) -> dict[str, Any]:  # noqa: ANN401
        tokens = self._tokens
        match word:
            case "like":
                return _operation("like", left, self.expression(Strength.SUM))
            case "between":
                low = self.expression(Strength.SUM)
                tokens.take("and")
                return _operation("between", left, low, self.expression(Strength.SUM))
            case _:
                return _operation("in", left, self._listed())

    def _operand(self, weakest: int) -> Any:  # noqa: ANN401
        tokens = self._tokens
        kind, raw = tokens.kind, tokens.raw
        if kind == "number":
            tokens.step()
            return float(raw)
        if kind == "text":
            tokens.step()
            return _ESCAPED.sub("'", raw[1:-1])
        if kind == "quoted":
            tokens.step()
            return {"property": raw.replace('""', '"')}
        if kind == "word" and tokens.word not in _KEYWORDS:
            return self._named()
        return self._by_word(weakest)

    def _named(self) -> Any:  # noqa: ANN401
        tokens = self._tokens
        word, raw = tokens.word, tokens.raw
        tokens.step()
        if begins_geometry(word, tokens):
            return read_geometry(word, tokens)
        return self._called(raw) if tokens.word == "(" else {"property": raw}

    def _by_word(self, weakest: int) -> Any:  # noqa: ANN401
        tokens = self._tokens
        word = tokens.word
        if word in {"true", "false"}:
            tokens.step()
            return word == "true"
        if word == "(":
            values = self._listed()
            if not values:
                raise tokens.fault(message("an expression within the parentheses"))
            return values[0] if len(values) == 1 else values
        if word == "not" and weakest <= Strength.NOT:
            tokens.step()
            tokens.enter()
            negation = _operation("not", self.expression(Strength.NOT))
            tokens.leave()
            return negation
        if word in {"-", "+"} and weakest <= Strength.SIGN:
            return self._signed()
        raise tokens.fault(message("a property, a value or ("))

    def _signed(self) -> Any:  # noqa: ANN401
        tokens = self._tokens
        negative = tokens.word == "-"
        tokens.step()
        if tokens.kind == "number":
            number = float(tokens.raw)
            tokens.step()
            return -number if negative else number
        if not negative:
            raise tokens.fault(message("a number"))
        return _operation("*", -1.0, self._operand(Strength.SIGN + 1))

    def _listed(self) -> list[Any]:
        """Return the expressions in the parentheses that begin here."""
        tokens = self._tokens
        tokens.take("(")
        tokens.enter()
        items: list[Any] = []
        if tokens.word != ")":
            items.append(self.expression(Strength.OR))
            while self._passed(","):
                items.append(self.expression(Strength.OR))
        tokens.take(")")
        tokens.leave()
        return items

    def _called(self, name: str) -> dict[str, Any]:
        """Return the function whose name has just been passed."""
        lower = name.lower()
        if lower.startswith("a_"):
            return _operation(lower, *self._arrays())
        arguments = self._listed()
        if lower in _INSTANTS and len(arguments) == 1:
            return {lower: arguments[0]}
        if lower in _LISTED:
            return {lower: arguments}
        return _operation(lower, *arguments)

    def _arrays(self) -> list[Any]:
        """Return the arguments of an array function, whose parentheses are lists even of one."""
        tokens = self._tokens
        tokens.take("(")
        tokens.enter()
        items: list[Any] = []
        while tokens.word != ")":
            array = tokens.word == "("
            items.append(self._listed() if array else self.expression(Strength.OR))
            if not self._passed(","):
                break
        tokens.take(")")
        tokens.leave()
        return items

    def _passed(self, word: str) -> bool:
        """Go past a word or sign if it stands here, and return whether it did."""
        follows = self._tokens.word == word
        if follows:
            self._tokens.step()
        return follows

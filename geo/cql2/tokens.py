"""The words, values and signs of CQL2 text (OGC 21-065r2), cut once from left to right."""

import re
from typing import Final, TypeAlias

from geo.cql2.values import FilterError
from geo.words.catalogue import Phrase, said
from geo.words.messages import message

__all__ = ["COMPARED_BY_WORD", "INFIX", "FilterSyntaxError", "Strength", "Tokens"]

_TOO_DEEP: Final = message("nested deeper than {most}")
_TOO_MANY: Final = message("more than {most} operators")
_NOT_CQL2: Final = message("not valid CQL2 text at character {position}: expected {expected}")

_MAX_OPERATORS: Final = 1000
"""More operators than a filter of any person or program has; they bound the work of reading."""

_START: Final = (
    ":_A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1ffe\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = rf"[{_START}][{_START}.0-9\u0300-\u036f\u203f\u2040]*+"
_TOKEN: Final = re.compile(
    rf"""[\s\x85]*+(?:
      (?P<text>'(?:[^'\\]++|''|\\.)*+')
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
    | (?P<word>{_NAME})
    | "(?P<quoted>(?:[^"]++|"")++)"
    | (?P<sign><>|<=|>=|!=|[-+*/%^=<>(),])
    | (?P<end>\Z)
    | (?P<wrong>.))""",
    re.VERBOSE | re.DOTALL,
)
"""Possessive throughout: no character is looked at again after a failure."""


class Strength:
    """How strongly operators bind, the weakest first."""

    OR: Final = 1
    AND: Final = 2
    NOT: Final = 3
    COMPARISON: Final = 4
    SUM: Final = 5
    PRODUCT: Final = 6
    POWER: Final = 7
    SIGN: Final = 8


INFIX: Final = {
    "or": Strength.OR, "and": Strength.AND,
    "=": Strength.COMPARISON, "<>": Strength.COMPARISON, "!=": Strength.COMPARISON,
    "<": Strength.COMPARISON, ">": Strength.COMPARISON,
    "<=": Strength.COMPARISON, ">=": Strength.COMPARISON,
    "+": Strength.SUM, "-": Strength.SUM,
    "*": Strength.PRODUCT, "/": Strength.PRODUCT, "%": Strength.PRODUCT,
    "div": Strength.PRODUCT, "^": Strength.POWER,
}  # fmt: skip
"""Operators between two operands."""
COMPARED_BY_WORD: Final = frozenset({"like", "between", "in", "is", "not"})
"""Words that begin the rest of a comparison."""
_OPERATORS: Final = COMPARED_BY_WORD | INFIX.keys()
_Token: TypeAlias = tuple[str, str, str, int]
"""Kind, word, the piece as it stands, and its position, counted from zero.

The word is a sign, or a word in small letters; names in quotation marks, numbers and texts have
none, so that they are never taken for keywords.
"""


class FilterSyntaxError(FilterError):
    """The text is not CQL2; ``position`` counts characters from one, ``expected`` is a message."""

    def __init__(self, position: int, expected: str) -> None:
        super().__init__(
            Phrase(
                lambda words: words.say(_NOT_CQL2, position=position, expected=words.say(expected))
            )
        )
        self.position = position


class Tokens:
    """A place in the text: the token that stands there, and how much deeper it may nest.

    Parameters
    ----------
    text
        The filter.
    deepest
        How many parentheses, functions and NOTs may be open at once.

    Raises
    ------
    FilterSyntaxError
        A character begins no token.
    FilterError
        There are more than 1,000 operators.
    """

    def __init__(self, text: str, deepest: int) -> None:
        self._deepest = self._left = deepest
        self._tokens = iter(_cut(text))
        self.step()

    def step(self) -> None:
        """Go to the next token; after the last one ``kind`` stays ``end``."""
        self.kind, self.word, self.raw, self.position = next(self._tokens)

    def take(self, word: str) -> None:
        """Go past the word or sign that must stand here."""
        if self.word != word:
            raise self.fault(word.upper())
        self.step()

    def fault(self, expected: str) -> FilterSyntaxError:
        """Return the error that something else was expected here."""
        return FilterSyntaxError(self.position + 1, expected)

    def enter(self) -> None:
        """Count a level of nesting that begins; ``FilterError`` beyond the deepest."""
        self._left -= 1
        if self._left < 0:
            raise FilterError(said(_TOO_DEEP, most=self._deepest))

    def leave(self) -> None:
        """Count a level of nesting that ends."""
        self._left += 1


def _cut(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    operators = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        raw, position = match[kind], match.start(kind)
        if kind == "wrong":
            raise FilterSyntaxError(position + 1, message("a name, a value or an operator"))
        word = raw.lower() if kind == "word" else raw if kind == "sign" else ""
        operators += word in _OPERATORS
        tokens.append((kind, word, raw, position))
        if kind == "end":
            break
    if operators > _MAX_OPERATORS:
        raise FilterError(said(_TOO_MANY, most=f"{_MAX_OPERATORS:,}"))
    return tokens

"""The brief as a Word document, to be edited and cleared."""

from geo.documents.word.write import write_word

__all__ = ["write_word"]

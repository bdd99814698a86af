"""Attack a service of our own for minutes and print what others had to wait meanwhile.

The attacks are those of ``tests/attack``, in their long form: floods of costly questions for a
minute each, stalled uploads for three, a crowd for ten, 60,000 fuzzed requests, writers killed
fifty times.
Arguments are pytest's: ``python bench/availability.py -k costly``.
"""

import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    tests = Path(__file__).resolve().parents[1] / "tests" / "attack"
    sys.exit(pytest.main([str(tests), "--long", "-q", "-p", "no:cacheprovider", *sys.argv[1:]]))

"""The gulf is called by the treaties' name unless the setting says otherwise, in English alone."""

import os
import subprocess
import sys

import pytest

from geo.errors import InvalidValueError
from geo.words.places import GULF_VARIABLE
from web.settings import settings_from_environment

SAY = "from geo.maps.wording import phrase; print(phrase('gulf', 'en'), '|', phrase('gulf', 'es'))"


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("", "Gulf of Mexico"),
        ("america", "Gulf of America"),
        ("both", "Gulf of Mexico (Gulf of America)"),
    ],
)
def test_maps_name_the_gulf_as_the_setting_says(value: str, english: str) -> None:
    environment = os.environ | ({GULF_VARIABLE: value} if value else {})
    done = subprocess.run(
        [sys.executable, "-c", SAY], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"{english} | Golfo de México"


def test_another_name_is_refused_by_the_service() -> None:
    with pytest.raises(InvalidValueError, match="mexico, america, both"):
        settings_from_environment({GULF_VARIABLE: "texas"})

"""The description of a data set with its own hash in it, by which damage to it is noticed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["is_sealed", "sealed"]

_SEAL: Final = "seal"
"""Under ``borderPorts`` of the description: its own hash."""


def sealed(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return a description with its own hash in it, by which damage to it is noticed.

    The hash is the sha256 of the description without it, as JSON with sorted keys and no spaces.
    """
    about = {key: value for key, value in package["borderPorts"].items() if key != _SEAL}
    bare = {**package, "borderPorts": about}
    text = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seal = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return {**bare, "borderPorts": {**about, _SEAL: seal}}


def is_sealed(package: Mapping[str, Any]) -> bool:
    """Return whether a description holds its own hash, and is what that says."""
    return bool(sealed(package)["borderPorts"][_SEAL] == package["borderPorts"].get(_SEAL))

"""Run the benchmark in ``bench/http``: our service against pygeoapi and a bare Flask app."""

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_name("http")), run_name="__main__")

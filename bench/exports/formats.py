"""Time and peak memory of every export, each made by a program of its own and then once more.

Run: .venv/bin/python bench/exports/formats.py
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from geo.formats.registry import FORMATS

LIMITS_S = {"pdf": 5.0, "pptx": 5.0}
DATA_LIMIT_S = 1.0
PROGRAM = """
import resource, sys, time
import geo
begin, cpu = time.perf_counter(), time.process_time()
border = geo.load()
geo.export(border, sys.argv[1], contact="mailto:data@example.org")
cold, cold_cpu = time.perf_counter() - begin, time.process_time() - cpu
begin, cpu = time.perf_counter(), time.process_time()
geo.export(border, sys.argv[1], contact="mailto:data@example.org")
warm, warm_cpu = time.perf_counter() - begin, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(cold, cold_cpu, warm, warm_cpu, peak)
"""


def main() -> None:
    """Print a row per format: seconds cold and warm, of them of the processor, MiB at the peak."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'format':<10} {'cold s':>7} {'cpu':>6} {'warm s':>7} {'cpu':>6} {'MiB':>6} {'KiB':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMATS.values():
            path = Path(folder) / form.file_name
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM, path], check=True, capture_output=True, text=True
            )
            cold, cold_cpu, warm, warm_cpu, peak = map(float, done.stdout.split())
            limit = LIMITS_S.get(form.name, DATA_LIMIT_S)
            mark = "" if cold <= limit else f"  over {limit:g} s"
            print(
                f"{form.name:<10} {cold:7.2f} {cold_cpu:6.2f} {warm:7.2f} {warm_cpu:6.2f} "
                f"{peak:6.0f} {path.stat().st_size / 1024:7.0f}{mark}"
            )


if __name__ == "__main__":
    main()

"""The serving processes: front, workers, the maker of costly answers, and their guard."""

"""Nearest crossings for many points: arrays, files of any size, clusters."""

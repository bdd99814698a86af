"""Nearest crossings for many points: arrays, data frames, files of any size, clusters."""

from geo.batch.engine import NearestEngine
from geo.batch.files import Question, answer_file, ask
from geo.batch.frames import nearest_frame
from geo.batch.parts import answer_parts, find_parts
from geo.batch.ports import PortPoints, ports_of_dataset
from geo.batch.summary import Summary

__all__ = [
    "NearestEngine",
    "PortPoints",
    "Question",
    "Summary",
    "answer_file",
    "answer_parts",
    "ask",
    "find_parts",
    "nearest_frame",
    "ports_of_dataset",
]

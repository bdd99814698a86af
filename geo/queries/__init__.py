"""The spatial questions, one file each, answered with plain records."""

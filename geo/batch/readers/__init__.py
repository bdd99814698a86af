"""Readers of files of positions, one file a format; ``geo.batch.read`` lists them."""

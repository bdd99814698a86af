"""Writers of answers, one file a format; ``geo.batch.write`` lists them."""

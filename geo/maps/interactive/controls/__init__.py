"""Controls of the border's map: each a class here, its markup, script and style beside it."""

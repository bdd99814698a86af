"""OGC API - Features over the layers of the border."""

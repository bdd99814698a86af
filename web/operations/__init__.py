"""Operation of the service: health, log, and a watch on the store."""

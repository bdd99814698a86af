"""Operation of the service: health, metrics, log, and a watch on the store."""

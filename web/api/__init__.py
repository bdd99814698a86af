"""The questions over HTTP and the document that describes the API."""

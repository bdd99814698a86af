"""Requests and responses: operations, parameters, reading, problems."""

"""Requests and responses: operations, parameters, reading, links, problems, figures."""

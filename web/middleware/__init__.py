"""WSGI middleware: host check, rate limit, access log, response cache."""

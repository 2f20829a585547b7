"""Whose word a server's certificate is taken on: the system's authorities, and certifi's.

Owns the making of TLS contexts for all that fetches. Refuses to keep them: reading some hundred certificates takes a
while, so whoever connects makes one, off the loop's thread, and keeps it.
"""

import ssl

import certifi


def tls_context(*, insecure: bool = False) -> ssl.SSLContext:
    """What checks servers; with `insecure`, any certificate will do.

    certifi's authorities are for systems that bring none, or whose own a frozen build does not find.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context

"""What counts as a credential in addresses and header fields, and text without any.

Owns the names of secret parameters and fields, as far as they are known. Refuses to keep a secret: it only blanks.
"""

import re
from typing import Final

SECRET_HEADERS: Final = frozenset(
    {
        "authentication-info",
        "authorization",
        "cookie",
        "proxy-authenticate",
        "proxy-authentication-info",
        "proxy-authorization",
        "set-cookie",
        "set-cookie2",
        "www-authenticate",
    }
)

SECRET_PARAMETERS: Final = (
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "auth_token",
    "authkey",
    "awsaccesskeyid",
    "client_secret",
    "googleaccessid",
    "hdnea",
    "hdnts",
    "hmac",
    "id_token",
    "jwt",
    "key-pair-id",
    "oauth_token",
    "passwd",
    "password",
    "policy",
    "pwd",
    "q-signature",
    "refresh_token",
    "secret",
    "sig",
    "signature",
    "subscription-key",
    "token",
    "wskey",
    "x-amz-credential",
    "x-amz-security-token",
    "x-amz-signature",
    "x-api-key",
    "x-cos-security-token",
    "x-goog-credential",
    "x-goog-signature",
    "x-oss-signature",
)

SECRET_PARAMETER: Final = re.compile(rf"(?<=[?&;])({'|'.join(SECRET_PARAMETERS)})=([^&;#\s]*)", re.IGNORECASE)
"""One of them in an address or in a sentence: its name, and its value."""

_USER: Final = re.compile(r"(?<=://)[^/?#\s]*@")


def without_credentials(text: str) -> str:
    """Blank the credentials of every address in `text`: user information is cut, the values of secrets become `~`."""
    if "@" in text:
        text = _USER.sub("", text)
    return SECRET_PARAMETER.sub(r"\1=~", text) if "=" in text else text

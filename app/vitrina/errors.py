"""Every way in which Vitrina can fail, as one tree; each class carries its `kind` and its exit code.

Owns the sentences' form: `str(error)` is one sentence that a person can act on, in English;
`template` and `fields` let the edge say the same sentence in another language. Refuses to know
any library's own exceptions: those are translated in the one module that owns the library.

    VitrinaError                    exit 1
    ├── UsageError                  exit 2   the call was wrong, nothing was done
    ├── NothingToShowError          exit 3   the source could not be read, or offline and not stored
    ├── InstallationError           exit 3   no screen, no Tk, a store that cannot be used
    │   └── StoreError
    │       ├── StoreNewerError              made by a later version of Vitrina
    │       ├── StoreLockedError             another process held the index for too long
    │       └── StoreReadOnlyError           what is there can be looked at, and nothing added
    └── PictureError                exit 1   one request went wrong; carries the `kind` of the contract
        ├── NoAddressError          connect
        ├── DnsError                dns
        ├── ConnectionFailedError   connect
        ├── TlsError                tls
        ├── StalledError            timeout
        ├── HttpStatusError         http
        ├── RateLimitedError        rate_limited
        ├── TruncatedError          truncated
        ├── RedirectLoopError       redirect_loop
        ├── OfflineError            offline
        ├── DiskFullError           disk_full
        ├── CancelledFetchError     cancelled
        ├── NotAPictureError        not_a_picture
        │   └── NoFileError                  a file of this computer that is not there (any more)
        ├── UnsupportedFormatError  unsupported_format
        ├── DamagedError            damaged
        ├── BlockPageError          blocked   the site answered with a page that blocks programs
        └── RefusedError                      Vitrina's own limits said no: status `refused`
            ├── BlockedAddressError blocked
            ├── TooLargeError       too_large
            └── BombError           bomb
"""

from typing import ClassVar

from vitrina.credentials import without_credentials
from vitrina.model import Fault


class VitrinaError(Exception):
    """What went wrong, as a sentence with named blanks: `VitrinaError("{path} is no folder.", path=p)`."""

    kind: str | None = None
    exit_code: ClassVar[int] = 1

    def __init__(self, template: str, /, **fields: object) -> None:
        """Keep the sentence apart from what fills it, so that it can be translated."""
        super().__init__(template)
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        """Give the sentence in English, without the credentials of the addresses in it."""
        return without_credentials(self.template.format_map(self.fields)) if self.fields else self.template


class UsageError(VitrinaError):
    """The call was wrong; the sentence says what and how to mend it. Nothing was done."""

    exit_code = 2


class NothingToShowError(VitrinaError):
    """The source could not be read, or Vitrina is offline and nothing of it is stored."""

    exit_code = 3


class InstallationError(VitrinaError):
    """Something that the program itself needs is missing or cannot be used."""

    exit_code = 3


class StoreError(InstallationError):
    """The store's folder or index cannot be used."""


class StoreNewerError(StoreError):
    """The store was written by a later version of Vitrina; it is left untouched."""


class StoreLockedError(StoreError):
    """Another process held the store's index for longer than we wait."""


class StoreReadOnlyError(StoreError):
    """The store may only be read: the person lacks the right, or the disk lets nobody write."""


class PictureError(VitrinaError):
    """One request or one picture went wrong; `http_status` is set where there was an answer."""

    kind: str = "connect"

    def __init__(
        self,
        template: str,
        /,
        *,
        http_status: int | None = None,
        retry_after: float | None = None,
        **fields: object,
    ) -> None:
        """Remember what the host said; `retry_after` is in seconds from now."""
        super().__init__(template, **fields)
        self.http_status = http_status
        self.retry_after = retry_after

    def as_fault(self) -> Fault:
        """The same as a value that crosses floors and threads."""
        return Fault(self.kind, str(self), self.template, self.fields)


class NoAddressError(PictureError):
    """The text is no web address that could be asked."""

    kind = "connect"


class DnsError(PictureError):
    """The host's name has no address."""

    kind = "dns"


class ConnectionFailedError(PictureError):
    """No connection, or one that broke before the answer began."""

    kind = "connect"


class TlsError(PictureError):
    """The encrypted connection could not be trusted or made."""

    kind = "tls"


class StalledError(PictureError):
    """The host took longer than allowed to connect, to answer, or to go on."""

    kind = "timeout"


class HttpStatusError(PictureError):
    """The host answered with a status that is no success."""

    kind = "http"


class RateLimitedError(PictureError):
    """The host asked for fewer requests (429, or 503 with Retry-After)."""

    kind = "rate_limited"


class TruncatedError(PictureError):
    """The body ended before its announced length."""

    kind = "truncated"


class RedirectLoopError(PictureError):
    """The redirects lead in a circle or do not end."""

    kind = "redirect_loop"


class OfflineError(PictureError):
    """Vitrina is offline and does not have this picture."""

    kind = "offline"


class DiskFullError(PictureError):
    """There is no room left where the store lies."""

    kind = "disk_full"


class CancelledFetchError(PictureError):
    """Nobody waits for this picture any more, or the library that was asked is closed."""

    kind = "cancelled"


class NotAPictureError(PictureError):
    """The bytes are something else than a picture."""

    kind = "not_a_picture"


class NoFileError(NotAPictureError):
    """There is no such file on this computer, or no longer."""


class UnsupportedFormatError(PictureError):
    """A picture, but of a format that Vitrina does not open."""

    kind = "unsupported_format"


class DamagedError(PictureError):
    """A picture whose bytes cannot be decoded to the end."""

    kind = "damaged"


class BlockPageError(PictureError):
    """The site answered with a web page where a picture was due."""

    kind = "blocked"


class RefusedError(PictureError):
    """Vitrina's own limits forbid it."""


class BlockedAddressError(RefusedError):
    """An address that a document from the web may not point to."""

    kind = "blocked"


class TooLargeError(RefusedError):
    """More bytes than the limit allows."""

    kind = "too_large"


class BombError(RefusedError):
    """More pixels or frames than the limit allows; nothing was decoded."""

    kind = "bomb"

"""Where the UCS is, how we sign in there, and the limits within which it has to answer."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ClientConfiguration:
    """All that a client needs. `base_url` has no slash at its end; time-outs are in seconds.

    `total_timeout` bounds a whole response, all attempts together; of a content it bounds the time until its
    headers, and `deadline.ResponseDeadline` says what holds from then on. `max_bytes` is the largest body
    that is held, uncompressed.
    """

    base_url: str
    username: str = ""
    password: str = ""
    tenant: str = ""
    group: str = ""
    ca_bundle: str = ""
    connect_timeout: float = 3.0
    read_timeout: float = 10.0
    total_timeout: float = 30.0
    max_bytes: int = 256 * 1024 * 1024
    pool_size: int = 64

"""The client of a Universal Contact Server: the Query Interactions API, CV.WS.IXN.2
(docs/ucs-protocol.md §1.3).

Each method makes one exchange, checks the ID first, and gives a typed value with when it was had, or
raises one of `errors`. Safe to use from many threads. URLs are made of the base URL, a fixed path and the
ID: what a record says about addresses is never followed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from requests.adapters import BaseAdapter

from interactions.ucs.bodies import read_whole_body
from interactions.ucs.contents import open_content_response, select_request_headers
from interactions.ucs.exchange import UCSExchange, UCSRequest
from interactions.ucs.identifier_parsing import check_identifier
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentKind, Interaction, RecordList, UCSResponse
from interactions.ucs.udata_decoding import decode_udata
from interactions.ucs.upstream_identity import UpstreamIdentity

from .configuration import ClientConfiguration
from .decoding import decode_interaction, decode_records
from .errors import UCSError, UCSNotFound
from .session import build_session

__all__ = ["ClientConfiguration", "UCSClient"]

T = TypeVar("T")


class UCSClient:
    """Asks one UCS, over sockets unless another `adapter` is given."""

    def __init__(self, configuration: ClientConfiguration, *, adapter: BaseAdapter | None = None) -> None:
        self.configuration = configuration
        self.session = build_session(configuration, adapter)
        self.upstream_identity = UpstreamIdentity()

    def load_interaction(self, interaction_id: str) -> UCSResponse[Interaction]:
        """One record in full.

        Raises `UCSNotFound` when there is none, also when the UCS says so by an empty list or 204;
        `UCSMalformedID` without asking for what can't be an ID; and every other `UCSError` as the exchange
        goes.
        """
        exchange = self._begin_exchange("/interactions/{id}", interaction_id)
        body = self._read_json_body(exchange)
        try:
            interaction = decode_interaction(body or b"", interaction_id)
        except UCSError as error:
            raise exchange.build_error(type(error), error.detail) from error
        return self._build_response(exchange, interaction, len(body or b""))

    def load_customer_records(self, customer_id: str, *, with_udata: bool = False) -> UCSResponse[RecordList]:
        """All of a customer's interactions as light rows; none for a customer that is not known
        (docs/ucs-protocol.md §1.3, quirk 7). With `with_udata` the list has their attached data too.

        Raises a `UCSError` when the UCS can't be asked or its answer can't be read.
        """
        return self._load_records("/customers/{id}/interactions", customer_id, with_udata)

    def load_service_records(self, service_id: str, *, with_udata: bool = False) -> UCSResponse[RecordList]:
        """All of a service's interactions as light rows, from a UCS 8.0 or 8.1; one of 8.5 has no services
        and gives none. With `with_udata` the list has their attached data too.

        Raises a `UCSError` when the UCS can't be asked or its answer can't be read.
        """
        return self._load_records("/services/{id}/interactions", service_id, with_udata)

    def open_content(
        self,
        interaction_id: str,
        kind: ContentKind,
        *,
        method: str = "GET",
        headers: Mapping[str, str],
    ) -> UCSResponse[Content]:
        """One content, open for reading; the caller closes its body.

        `method` is GET or HEAD; any other raises `ValueError`. Of `headers` these pass on: Range, If-Range,
        If-None-Match and If-Modified-Since. The status is 200, 206, 304 or 416. Where the server ignores
        ranges, the part is cut out here, up to `range_requests.MAX_DROPPED_BYTES`; beyond that, or when the
        server gives no length, the answer is 200 with the whole content.

        Raises a `UCSError` for every other status and for a UCS that can't be reached.
        """
        if method not in {"GET", "HEAD"}:
            raise ValueError("Contents are read with GET or HEAD")
        request_headers = select_request_headers(headers)
        exchange = self._begin_exchange(f"/interactions/{{id}}/{kind.value}", interaction_id, method)
        response = exchange.send({"Accept": "*/*", **request_headers})
        content = open_content_response(exchange, response, kind, request_headers)
        if method == "GET":
            content = apply_range(content, request_headers)
        return UCSResponse(content, exchange.started_at, exchange.seconds, exchange.attempts)

    def close(self) -> None:
        """Closes the idle connections of the pool; those in use close after their response."""
        self.session.close()

    def _begin_exchange(self, route: str, identifier: str, method: str = "GET") -> UCSExchange:
        request = UCSRequest(route, check_identifier(identifier), method)
        return UCSExchange(self.session, self.configuration, request, self.upstream_identity)

    def _load_records(self, route: str, identifier: str, with_udata: bool) -> UCSResponse[RecordList]:
        exchange = self._begin_exchange(route, identifier)
        try:
            body = self._read_json_body(exchange)
        except UCSNotFound as error:
            if error.upstream_status != 404:
                raise
            empty_list = RecordList((), refusal=error.upstream_message or "")
            return UCSResponse(empty_list, exchange.started_at, exchange.seconds, exchange.attempts)
        try:
            records = decode_records(body or b"")
        except UCSError as error:
            raise exchange.build_error(type(error), error.detail) from error
        if with_udata:
            records = replace(records, udata=decode_udata(body or b""))
        return self._build_response(exchange, records, len(body or b""))

    def _read_json_body(self, exchange: UCSExchange) -> bytes | None:
        """The body of a response in JSON; None when the server says by 204 that there is nothing."""
        response = exchange.send()
        if response.status_code == 200:
            return read_whole_body(exchange, response, self.configuration.max_bytes)
        if response.status_code == 204:
            response.close()
            return None
        raise exchange.build_status_error(response)

    def _build_response(self, exchange: UCSExchange, value: T, size: int) -> UCSResponse[T]:
        if size:
            self.upstream_identity.confirm_route(exchange.request.route)
        exchange.log_outcome("read", size)
        return UCSResponse(value, exchange.started_at, exchange.seconds, exchange.attempts, size)

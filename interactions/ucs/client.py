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
        self.acquaintance = UpstreamIdentity()

    def interaction(self, interaction_id: str) -> UCSResponse[Interaction]:
        """One record in full. `UCSNotFound` when there is none, an empty list and 204 included."""
        exchange = self._exchange("/interactions/{id}", interaction_id)
        body = self._read(exchange)
        try:
            interaction = decode_interaction(body or b"", interaction_id)
        except UCSError as error:
            raise exchange.error(type(error), error.detail) from error
        return self._answer(exchange, interaction, len(body or b""))

    def by_customer(self, customer_id: str, *, attached: bool = False) -> UCSResponse[RecordList]:
        """All of a customer's interactions as light rows; none for a customer that is not known
        (docs/ucs-protocol.md §1.3, quirk 7). `attached` gives their attached data too."""
        return self._records("/customers/{id}/interactions", customer_id, attached)

    def by_service(self, service_id: str, *, attached: bool = False) -> UCSResponse[RecordList]:
        """All of a service's interactions, of UCS 8.0 and 8.1; 8.5 has no services and answers with none."""
        return self._records("/services/{id}/interactions", service_id, attached)

    def open_content(
        self,
        interaction_id: str,
        kind: ContentKind,
        *,
        method: str = "GET",
        headers: Mapping[str, str],
    ) -> UCSResponse[Content]:
        """One content, open for reading; the caller closes its body.

        `method` is GET or HEAD. Of `headers` pass on: Range, If-Range, If-None-Match, If-Modified-Since.
        The status is 200, 206, 304 or 416. Of a server that knows no ranges the part is cut out here, as
        far as `parts.DROPPED`; beyond, or when it gives no length, the answer is 200 with all of it.
        """
        if method not in {"GET", "HEAD"}:
            raise ValueError("Contents are read with GET or HEAD")
        asked = select_request_headers(headers)
        exchange = self._exchange(f"/interactions/{{id}}/{kind.value}", interaction_id, method)
        response = exchange.send({"Accept": "*/*", **asked})
        content = open_content_response(exchange, response, kind, asked)
        if method == "GET":
            content = apply_range(content, asked)
        return UCSResponse(content, exchange.started_at, exchange.seconds, exchange.count)

    def close(self) -> None:
        """Closes the connections that wait in the pool; those in use close after their answer."""
        self.session.close()

    def _exchange(self, route: str, identifier: str, method: str = "GET") -> UCSExchange:
        question = UCSRequest(route, check_identifier(identifier), method)
        return UCSExchange(self.session, self.configuration, question, self.acquaintance)

    def _records(self, route: str, identifier: str, attached: bool) -> UCSResponse[RecordList]:
        exchange = self._exchange(route, identifier)
        try:
            body = self._read(exchange)
        except UCSNotFound as error:
            if error.upstream_status != 404:
                raise
            none = RecordList((), refusal=error.upstream_message or "")
            return UCSResponse(none, exchange.started_at, exchange.seconds, exchange.count)
        try:
            records = decode_records(body or b"")
        except UCSError as error:
            raise exchange.error(type(error), error.detail) from error
        if attached:
            records = replace(records, attached=decode_udata(body or b""))
        return self._answer(exchange, records, len(body or b""))

    def _read(self, exchange: UCSExchange) -> bytes | None:
        """The body of an answer in JSON; None when the server says by 204 that there is nothing."""
        response = exchange.send()
        if response.status_code == 200:
            return read_whole_body(exchange, response, self.configuration.max_bytes)
        if response.status_code == 204:
            response.close()
            return None
        raise exchange.unwelcome(response)

    def _answer(self, exchange: UCSExchange, value: T, size: int) -> UCSResponse[T]:
        if size:
            self.acquaintance.meet(exchange.question.route)
        exchange.log("read", size)
        return UCSResponse(value, exchange.started_at, exchange.seconds, exchange.count, size)

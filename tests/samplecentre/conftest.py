"""The tests of the sample ask the embedded server as its own tests do."""

from tests.contactserver.conftest import ask

__all__ = ["ask"]

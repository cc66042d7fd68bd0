"""What a definition is refused for."""

from tenfold.kit.refusal import Refusal


class InvalidDefinition(Refusal):
    """A metric's definition (or a filter in it) says something that has no meaning."""

    code = "invalid_definition"

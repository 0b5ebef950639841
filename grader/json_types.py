"""Types of the published JSON; the bounds stand in the schema and are not enforced on reading."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta


def described(description: str, **schema: Any) -> Meta:  # noqa: ANN401
    """Describe a field in the published schema."""
    return Meta(description=description, extra_json_schema=schema or None)


def restricted(**schema: Any) -> Meta:  # noqa: ANN401
    """Add keywords to the published schema of a field."""
    return Meta(extra_json_schema=schema)


Count = Annotated[int, restricted(minimum=0)]
Amount = Annotated[float, restricted(minimum=0)]
Share = Annotated[float, restricted(minimum=0, maximum=1)]
Score = Annotated[int, restricted(minimum=0, maximum=5)]

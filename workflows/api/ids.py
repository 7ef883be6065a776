"""Numbers of rows in addresses: what the database's own numbers can be, and nothing larger."""

from typing import Annotated

from pydantic import Field

Id = Annotated[int, Field(ge=1, le=2**63 - 1, examples=[1])]

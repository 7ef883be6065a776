"""The code of a site in an address: what is none is not found, before any query is made."""


class SiteCodeConverter:
    """``62.03.09.2001``, with ``-2`` and so on for a further site in the village."""

    regex = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}(?:-[2-9])?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value

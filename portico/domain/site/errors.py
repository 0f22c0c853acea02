"""Refusals of the site."""


class StaleSite(Exception):
    """The site was changed since the form was opened."""


class InvalidSite(Exception):
    """Fields that cannot be saved: `errors` maps a field's name to its message."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors

"""Dataclasses that check their own fields, and the strict way back from JSON to them.

Knows these kinds of field: text, whole number, one of several words (Literal), another part, and
tuples of them.
"""

from dataclasses import fields, is_dataclass
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

MAX_TEXT = 2_000
"""Characters in one string: far past any real name or note, and a PDF of such strings still takes a blink."""

MAX_ITEMS = 1_000
"""Entries in one list (lines, sums, notes): about seventy pages."""


class Part:
    """A frozen dataclass that checks its fields when it is made, so that no bad one exists."""

    def __post_init__(self) -> None:
        """Refuse a field of the wrong type or past its bound with ValueError."""
        for name, kind in _field_types(type(self)).items():
            _check(name, getattr(self, name), kind)


_P = TypeVar("_P", bound=Part)


def read_part(tree: object, kind: type[_P]) -> _P:
    """Build a part from plain JSON values. ValueError for a wrong key or a value out of bounds."""
    return cast("_P", _read(tree, kind))


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build a JSON object; ValueError when a key stands in it twice."""
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("a key stands twice")
    return tree


def _read(value: Any, kind: Any) -> Any:
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ValueError("a list was expected")
        return tuple(_read(item, get_args(kind)[0]) for item in value)
    if not is_dataclass(kind):
        return value
    types = _field_types(kind)
    if not isinstance(value, dict) or value.keys() != types.keys():
        raise ValueError(f"{getattr(kind, '__name__', kind)} has missing or unknown keys")
    return kind(**{name: _read(value[name], types[name]) for name in types})  # type: ignore[operator]


_KNOWN_TYPES: dict[type, dict[str, Any]] = {}


def _field_types(part: Any) -> dict[str, Any]:
    """Give the types of a part's fields; kept, because reading annotations costs more than the checks."""
    if part not in _KNOWN_TYPES:
        hints = get_type_hints(part)
        _KNOWN_TYPES[part] = {field.name: hints[field.name] for field in fields(part)}
    return _KNOWN_TYPES[part]


def _check(name: str, value: object, kind: Any) -> None:
    if get_origin(kind) is tuple:
        if not isinstance(value, tuple) or len(value) > MAX_ITEMS:
            raise ValueError(f"{name} is no tuple of at most {MAX_ITEMS}")
        for item in value:
            _check(name, item, get_args(kind)[0])
    elif get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{name} is none of {get_args(kind)}")
    elif type(value) is not kind:  # exactly: neither True for 1 nor a lazy translation for a text
        raise ValueError(f"{name} is not of type {kind.__name__}")
    elif isinstance(value, str):
        _check_text(name, value)


def text_length(value: Any) -> int:
    """Count the characters of all strings in a tree of dicts, lists and tuples."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        return sum(map(text_length, value))
    return len(value) if isinstance(value, str) else 0


def _check_text(name: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise ValueError(f"{name} is longer than {MAX_TEXT} characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name} holds half a character") from error

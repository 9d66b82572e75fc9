"""Values filed under bindings of captures, found again by every binding that can hold at the same time."""

from typing import Generic, TypeVar

from archcheck.core.components import Binding, compatible

T = TypeVar("T")


class ByBinding(Generic[T]):
    """Values by the binding they stand under. Bindings of the same names fit only when equal, which needs no search."""

    def __init__(self) -> None:
        self._filed: dict[tuple[str, ...], dict[Binding, list[T]]] = {}

    def add(self, binding: Binding, value: T) -> None:
        """File a value."""
        self._filed.setdefault(_names(binding), {}).setdefault(binding, []).append(value)

    def fitting(self, binding: Binding) -> list[T]:
        """All values whose binding can hold together with this one; those of one binding in the order filed."""
        found: list[T] = []
        own = _names(binding)
        for names, filed in self._filed.items():
            if names == own:
                found.extend(filed.get(binding, ()))
            else:
                found.extend(value for other, values in filed.items() if compatible(other, binding) for value in values)
        return found


def _names(binding: Binding) -> tuple[str, ...]:
    return tuple(name for name, _ in binding)

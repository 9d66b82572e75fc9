"""The index of bindings beside a plain search."""

from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.bindings import ByBinding
from archcheck.core.components import Binding, compatible

BINDINGS = (
    st.dictionaries(st.sampled_from(["a", "b", "!a"]), st.sampled_from("xyz"))
    .filter(lambda bound: "a" not in bound or bound["a"] != bound.get("!a"))  # no glob binds such values
    .map(lambda bound: tuple(sorted(bound.items())))
)


@given(st.lists(BINDINGS), BINDINGS)
def test_fitting_values_are_those_of_compatible_bindings(filed: list[Binding], asked: Binding) -> None:
    index = ByBinding[int]()
    for number, binding in enumerate(filed):
        index.add(binding, number)
    assert sorted(index.fitting(asked)) == [n for n, binding in enumerate(filed) if compatible(binding, asked)]

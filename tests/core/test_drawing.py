from archcheck.core.components import Components
from archcheck.core.drawing import Arrow, Drawing, draw
from archcheck.core.graph import Graph
from archcheck.core.graph_view import GraphQuery, GraphSection, Seen, graph_section
from tests.builders import components, graph, violation

DRAWN = graph("a.py -> b.py @1", "a.py -> b.py @2", "a.py -> c.py @3", "d.py -> e.py @1", "d.py -> pypi:x @2", "f.py")


def section(
    drawn: Graph = DRAWN, broken: str = "", homes: Components | None = None, level: str = "file"
) -> GraphSection:
    source, _, target = broken.partition(" -> ")
    violations = (violation(subject=source, target=target),) if broken else ()
    languages = dict.fromkeys(drawn.files, "python")
    return graph_section(Seen(drawn, homes or Components(), languages, (), violations), GraphQuery(level))


def test_draw_has_one_arrow_per_pair_and_every_node() -> None:
    assert draw(section()) == Drawing(
        groups={"": ["a.py", "b.py", "c.py", "d.py", "e.py", "f.py"]},
        arrows=[
            Arrow("a.py", "b.py", 2, broken=False),
            Arrow("a.py", "c.py", 1, broken=False),
            Arrow("d.py", "e.py", 1, broken=False),
        ],
    )


def test_draw_keeps_the_heaviest_arrows_and_drops_lonely_nodes_when_there_is_a_limit() -> None:
    assert draw(section(), most_arrows=1) == Drawing(
        groups={"": ["a.py", "b.py"]},
        arrows=[Arrow("a.py", "b.py", 2, broken=False)],
        nodes_left_out=4,
        arrows_left_out=2,
    )


def test_draw_keeps_broken_arrows_first() -> None:
    drawing = draw(section(broken="d.py -> e.py"), most_arrows=1)
    assert drawing.arrows == [Arrow("d.py", "e.py", 1, broken=True)]


def test_draw_keeps_arrows_whose_nodes_fit() -> None:
    drawing = draw(section(), most_nodes=3)
    assert [(arrow.source, arrow.target) for arrow in drawing.arrows] == [("a.py", "b.py"), ("a.py", "c.py")]
    assert (drawing.nodes_left_out, drawing.arrows_left_out) == (3, 1)


def test_draw_shows_a_third_party_only_where_a_violation_points_at_it() -> None:
    drawing = draw(section(broken="d.py -> pypi:x"))
    assert Arrow("d.py", "pypi:x", 1, broken=True) in drawing.arrows
    assert drawing.outside == {"pypi:x"}
    assert "pypi:x" in drawing.groups[""]


def test_draw_frames_components_that_share_a_name() -> None:
    homes = components(DRAWN, {"service[a]": ["a"], "service[b]": ["b"], "lone[c]": ["c"], "lib": ["d", "e", "f"]})
    drawing = draw(section(homes=homes, level="component"))
    assert drawing.groups == {"": ["lib", "lone[c]"], "service": ["service[a]", "service[b]"]}
    assert [(arrow.source, arrow.target) for arrow in drawing.arrows] == [
        ("service[a]", "lone[c]"),
        ("service[a]", "service[b]"),
    ]

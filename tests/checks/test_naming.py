"""What `naming` judges, by which line, what it leaves alone, and what its findings say."""

import pytest

from archcheck.checks.naming.styles import rank
from archcheck.core.findings import Finding, Unknown, Vacuous
from archcheck.core.fingerprints import fingerprint
from archcheck.core.globs import parse_glob
from archcheck.core.values import Place
from tests.checks.naming_cases import PY_SNAKE, faults, findings, judge, symbols


def test_finding_says_what_is_found_expected_and_suggested() -> None:
    assert findings(PY_SNAKE, "app/RagService.py", "app/models.py") == [
        Finding(
            message='file name "RagService.py" is not snake, "rag_service.py" is',
            subject="app/RagService.py",
            hint="rename it to rag_service.py",
        )
    ]


def test_directory_is_judged_once_whatever_it_holds() -> None:
    assert findings(
        'styles: {"services/{name}/": kebab}', "services/userService/a.py", "services/userService/b.py"
    ) == [
        Finding(
            message='directory name "userService" is not kebab, "user-service" is',
            subject="services/userService/",
            binding={"name": "userService"},
            hint="rename it to user-service",
        )
    ]


def test_symbol_is_reported_once_with_all_its_places() -> None:
    rule = 'styles: {"{top}/*.py": {class: pascal, method: snake}}'
    defined = symbols(
        "class auth_service @1:1, method Foo.isValid @4:5, method Foo.isValid @9:5, method Bar.isValid @12:5"
    )
    assert findings(rule, symbols={"app/a.py": defined}) == [
        Finding(
            message='class "auth_service" is not pascal, "AuthService" is',
            subject="app/a.py",
            key="class auth_service",
            places=(Place("app/a.py", 1, 1),),
            binding={"top": "app"},
            hint="rename it to AuthService",
        ),
        Finding(
            message='method "isValid" is not snake, "is_valid" is',
            subject="app/a.py",
            key="method Bar.isValid",
            places=(Place("app/a.py", 12, 5),),
            binding={"top": "app"},
            hint="rename it to is_valid",
        ),
        Finding(
            message='method "isValid" is not snake, "is_valid" is',
            subject="app/a.py",
            key="method Foo.isValid",
            places=(Place("app/a.py", 4, 5), Place("app/a.py", 9, 5)),
            binding={"top": "app"},
            hint="rename it to is_valid",
        ),
    ]


def test_fingerprints_tell_all_findings_apart_and_forget_lines() -> None:
    rule = 'styles: {"**/*.py": {file: snake, class: pascal, function: snake}, "*/": snake}'
    above = findings(rule, symbols={"App/A.py": symbols("class x, function X, function y.X")})
    below = findings(rule, symbols={"App/A.py": symbols("class x @7:1, function X @8:1, function y.X @9:1")})
    assert len(above) == 5
    assert len({fingerprint("names", finding) for finding in above}) == 5
    assert [fingerprint("names", each) for each in above] == [fingerprint("names", each) for each in below]


@pytest.mark.parametrize(
    ("kind", "name", "fault"),
    [
        pytest.param("class", "HTTPServer", "", id="acronym"),
        pytest.param("class", "_Private", "", id="private class"),
        pytest.param("class", "_private", 'class "_private" is not pascal, "_Private" is', id="keeps the underscore"),
        pytest.param("function", "__mangled", "", id="two underscores"),
        pytest.param("function", "id_", "", id="underscore after"),
        pytest.param("function", "_", "", id="nothing but an underscore"),
        pytest.param("function", "Class", 'function "Class" is not snake, "class_" is', id="never a keyword"),
        pytest.param("function", "foo__bar", 'function "foo__bar" is not snake, "foo_bar" is', id="doubled"),
        pytest.param("method", "__init__", "", id="dunder"),
        pytest.param("method", "__Odd__", "", id="any dunder"),
        pytest.param("method", "setUp", "", id="prescribed by unittest"),
        pytest.param("method", "visit_Name", 'method "visit_Name" is not snake, "visit_name" is', id="visitor"),
        pytest.param("constant", "MAX_SIZE", "", id="constant"),
        pytest.param("constant", "A__B", 'constant "A__B" is not screaming_snake, "A_B" is', id="wrong constant"),
        pytest.param("constant", "__ALL__", "", id="dunder constant"),
    ],
)
def test_python_symbol(kind: str, name: str, fault: str) -> None:
    rule = 'styles: {"**/*.py": {class: pascal, function: snake, method: snake, constant: screaming_snake}}'
    assert "".join(faults(rule, symbols={"a.py": symbols(f"{kind} {name}")}).values()) == fault


GO = "{function: [camel, pascal], method: [camel, pascal], constant: [camel, pascal], type: [camel, pascal]}"
TS = "{class: pascal, function: camel, method: camel, constant: screaming_snake, type: pascal, component: pascal}"


@pytest.mark.parametrize(
    ("path", "symbol", "fault"),
    [
        pytest.param("a.go", "function NewServer", "", id="exported"),
        pytest.param("a.go", "function newServer", "", id="not exported"),
        pytest.param("a.go", "method Server.ServeHTTP", "", id="acronym"),
        pytest.param("a.go", "constant maxRetries", "", id="constant"),
        pytest.param("a.go", "type HTTPClient", "", id="type"),
        pytest.param(
            "a.go",
            "function new_server",
            'function "new_server" is not camel or pascal, "newServer" is',
            id="stays inside",
        ),
        pytest.param(
            "a.go",
            "function New_Server",
            'function "New_Server" is not camel or pascal, "NewServer" is',
            id="stays exported",
        ),
        pytest.param(
            "a.go",
            "constant MAX_SIZE",
            'constant "MAX_SIZE" is not camel or pascal, "MaxSize" is',
            id="constant in capitals",
        ),
        pytest.param("a.go", "function type_", "", id="underscore after a keyword"),
        pytest.param("a_test.go", "function TestServer_timeout", "", id="test"),
        pytest.param("a_test.go", "function Example_second", "", id="example"),
        pytest.param(
            "a_test.go",
            "function new_server",
            'function "new_server" is not camel or pascal, "newServer" is',
            id="helper of tests",
        ),
        pytest.param(
            "a.go",
            "function TestServer_timeout",
            'function "TestServer_timeout" is not camel or pascal, "TestServerTimeout" is',
            id="a test is in a file of tests",
        ),
    ],
)
def test_go_symbol(path: str, symbol: str, fault: str) -> None:
    assert "".join(faults(f'styles: {{"*.go": {GO}}}', symbols={path: symbols(symbol)}).values()) == fault


@pytest.mark.parametrize(
    ("symbol", "fault"),
    [
        pytest.param("component UserCard", "", id="component"),
        pytest.param("component userCard", 'component "userCard" is not pascal, "UserCard" is', id="lower component"),
        pytest.param("component user_card", 'component "user_card" is not pascal, "UserCard" is', id="snake component"),
        pytest.param("function useUser", "", id="hook"),
        pytest.param("function GET", "", id="handler of a route"),
        pytest.param("function Get_user", 'function "Get_user" is not camel, "getUser" is', id="function"),
        pytest.param("function $emit", "", id="dollar before"),
        pytest.param("function clicks$", "", id="dollar after"),
        pytest.param("function $", "", id="nothing but a dollar"),
        pytest.param("function _", "", id="nothing but an underscore"),
        pytest.param("function _internal", "", id="underscore before"),
        pytest.param("function $Emit", 'function "$Emit" is not camel, "$emit" is', id="keeps the dollar"),
        pytest.param("function Delete", 'function "Delete" is not camel, "delete_" is', id="never a keyword"),
        pytest.param("method Api.Delete", 'method "Delete" is not camel, "delete" is', id="methods may be keywords"),
        pytest.param("method Api.#Load", 'method "#Load" is not camel, "#load" is', id="private method"),
        pytest.param("method Old.UNSAFE_componentWillMount", "", id="prescribed by React"),
        pytest.param("method Api.do_GET", 'method "do_GET" is not camel, "doGet" is', id="prescribed elsewhere"),
        pytest.param("type userProps", 'type "userProps" is not pascal, "UserProps" is', id="type"),
        pytest.param("constant MAX_SIZE", "", id="constant"),
        pytest.param("class HTMLView", "", id="acronym"),
    ],
)
def test_typescript_symbol(symbol: str, fault: str) -> None:
    assert "".join(faults(f'styles: {{"*.tsx": {TS}}}', symbols={"a.tsx": symbols(symbol)}).values()) == fault


def test_components_are_no_functions() -> None:
    defined = symbols("component UserCard, function loadUser")
    assert faults('styles: {"views/**/*.tsx": {component: pascal}}', symbols={"views/a.tsx": defined}) == {}
    assert faults('styles: {"**": {function: camel}}', symbols={"views/a.tsx": defined}) == {}


def test_prescribed_symbols_are_judged_when_asked_for() -> None:
    rule = 'styles: {"*.go": {function: camel}}\nconventional: judge'
    assert faults(rule, symbols={"a_test.go": symbols("function TestX")}) == {
        "a_test.go": 'function "TestX" is not camel, "testX" is'
    }


def test_only_what_has_a_style_is_judged() -> None:
    rule = 'styles: {"**/*.py": {class: pascal}}'
    defined = symbols("class Foo, function FooBar, constant a_B")
    assert findings(rule, "Wrong-Name.ts", "Wrong_Dir/X.py", symbols={"Wrong_Dir/X.py": defined}) == []


def test_line_for_symbols_that_no_language_reads_is_unknown() -> None:
    rule = 'styles: {"**/*.tsx": {component: pascal}, "**": {class: pascal}}'
    assert judge(rule, "a.tsx", symbols={"b.py": symbols("class Foo")}) == [
        Unknown("no language here reads the symbols of **/*.tsx")
    ]


def test_pattern_that_matches_nothing_is_vacuous() -> None:
    assert judge('styles: {"**/*.py": snake, "lib/*/": kebab}', "a.py", "lib/b.py") == [
        Vacuous("lib/*/", Place("archcheck.yaml", 1, 28))
    ]


@pytest.mark.parametrize(
    ("exempt", "left"),
    [
        pytest.param("FooBar.py", ["old/BarBaz.py", "old/FooBaz.py"], id="a name, anywhere"),
        pytest.param("FooBar", ["old/BarBaz.py", "old/FooBaz.py"], id="a name without its extension"),
        pytest.param("Foo*", ["old/BarBaz.py"], id="a name with a wildcard"),
        pytest.param("old/", ["FooBar.py"], id="everything in a directory"),
        pytest.param("old/Foo*", ["FooBar.py", "old/BarBaz.py"], id="a path"),
        pytest.param("[FooBar.py, old/**]", [], id="a list of both"),
    ],
)
def test_exempt_names_and_paths_are_not_judged(exempt: str, left: list[str]) -> None:
    paths = ["FooBar.py", "old/FooBaz.py", "old/BarBaz.py"]
    assert sorted(faults(f"{PY_SNAKE}\nexempt: {exempt}", *paths)) == left


def test_exempt_covers_directories_and_symbols() -> None:
    rule = 'styles: {"**/": snake, "**": {class: pascal, method: snake}}\nexempt: [old/, keepMe, "visit_*"]'
    defined = symbols("class foo, method Foo.visit_Name, method Foo.getX")
    assert [
        (each.subject, each.key)
        for each in findings(rule, "keepMe/Bad/x.py", "old/Bad/x.py", symbols={"a.py": defined, "old/a.py": defined})
    ] == [("a.py", "class foo"), ("a.py", "method Foo.getX"), ("keepMe/Bad/", "")]


@pytest.mark.parametrize(
    ("options", "path", "fault"),
    [
        pytest.param("acronyms: allow", "HTMLView.tsx", "", id="acronyms by default"),
        pytest.param("acronyms: capitalize", "HTMLView.tsx", '"HtmlView.tsx" is', id="capitalized acronyms"),
        pytest.param("acronyms: upper", "HtmlView.tsx", '"HTMLView.tsx" is', id="acronyms in capitals"),
        pytest.param("acronyms: [HTML]", "HTMLView.tsx", "", id="listed acronym"),
        pytest.param("acronyms: API", "HTMLView.tsx", '"HtmlView.tsx" is', id="acronym that is not listed"),
        pytest.param("leading_digit: deny", "2fa.tsx", "is not pascal", id="no digit first"),
        pytest.param("leading_digit: allow", "2Fa.tsx", "", id="a digit first"),
        pytest.param("params: snake", "[user_id].tsx", "", id="style of parameters"),
        pytest.param("params: snake", "[userId].tsx", 'has the parameter "userId", which is not snake', id="not that"),
        pytest.param("groups: [pascal, flat]", "(authPages).tsx", "which is not pascal or flat", id="style of groups"),
        pytest.param("middle: handler", "Foo.handler.test.tsx", "", id="one more middle part"),
        pytest.param('middle: ["*"]', "Foo.any.thing.tsx", "", id="any middle part"),
    ],
)
def test_option_decides(options: str, path: str, fault: str) -> None:
    message = "".join(faults(f'styles: {{"**": pascal}}\n{options}', path).values())
    assert fault in message if fault else message == ""


def test_name_in_any_of_several_styles_is_fine() -> None:
    assert faults('styles: {"**": [camel, pascal]}', "useThing.ts", "Thing.ts", "my-thing.ts") == {
        "my-thing.ts": 'file name "my-thing.ts" is not camel or pascal, "myThing.ts" is'
    }


def test_regex_sees_the_whole_name_but_the_extension() -> None:
    rule = r"""styles: {"**": 'regex:\d{3}_[a-z]+(\.test)?'}"""
    assert faults(rule, "001_init.sql", "002_users.test.sql", "1_Bad.sql", "_001_x.sql") == {
        "1_Bad.sql": r'file name "1_Bad.sql" does not match regex:\d{3}_[a-z]+(\.test)?',
        "_001_x.sql": r'file name "_001_x.sql" does not match regex:\d{3}_[a-z]+(\.test)?',
    }


def test_regex_beside_a_style_suggests_the_style() -> None:
    rule = 'styles: {"*/": [kebab, "regex:[A-Z]{2}"]}'
    assert faults(rule, "EU/x", "fooBar/x") == {
        "fooBar/": 'directory name "fooBar" is not kebab and does not match regex:[A-Z]{2}, "foo-bar" is'
    }


def test_taken_name_is_not_suggested_silently() -> None:
    assert [finding.hint for finding in findings(PY_SNAKE, "a/FooBar.py", "a/foo_bar.py")] == [
        "choose a name of its own, a/foo_bar.py exists already"
    ]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param("src/a/**", "src/**/*.test.ts", id="longer beginning"),
        pytest.param("src/**/*.test.ts", "src/**/*.ts", id="more literal characters"),
        pytest.param("**/test_*.py", "**/*.py", id="literal characters without a beginning"),
        pytest.param("src/*/*.py", "src/**/*.py", id="fewer globstars"),
        pytest.param("src/a*.py", "src/*a*.py", id="fewer stars"),
        pytest.param("src/a?.py", "src/a*.py", id="one character rather than any"),
        pytest.param("src/a.py", "src/?.py", id="no wildcard"),
        pytest.param("{x:ab|cd}/**", "{x}/**", id="restricted capture"),
        pytest.param("**/*.{test,spec}.ts", "**/*.ts", id="shortest alternative"),
    ],
)
def test_more_specific_pattern_wins(more: str, less: str) -> None:
    assert rank(parse_glob(more)) > rank(parse_glob(less))


def test_most_specific_line_decides_for_each_aspect_by_itself() -> None:
    rule = 'styles: {"**/*.py": {file: snake, class: pascal}, "old/*.py": {class: snake}, "old/x/*.py": camel}'
    defined = symbols("class old_class")
    assert faults(rule, "A.py", "old/x/theName.py", symbols={"old/TheName.py": defined}) == {
        "A.py": 'file name "A.py" is not snake, "a.py" is',
        "old/TheName.py": 'file name "TheName.py" is not snake, "the_name.py" is',
    }


def test_order_of_the_lines_does_not_matter() -> None:
    lines = ['"**/*.py": snake', '"a/**/*.py": kebab', '"a/b/*.py": camel']
    tree = ["x_y.py", "a/x-y.py", "a/b/xY.py"]
    assert [findings(f"styles: {{{', '.join(order)}}}", *tree) for order in (lines, lines[::-1])] == [[], []]


def test_tie_is_reported_once_for_all_files_and_nothing_is_judged() -> None:
    rule = 'styles: {"src/a*.py": snake, "src/*z.py": kebab}'
    assert findings(rule, "src/aBz.py", "src/aCz.py", "src/aB.py") == [
        Finding(message='file name "aB.py" is not snake, "a_b.py" is', subject="src/aB.py", hint="rename it to a_b.py"),
        Finding(
            message='file style: "src/a*.py" (snake) and "src/*z.py" (kebab) are equally specific, so for 1 more',
            subject="src/aBz.py",
            key="file",
            identity=("src/a*.py", "src/*z.py"),
            hint="make one of the two patterns in `styles` more specific",
        ),
    ]


def test_tie_is_none_where_the_styles_agree_or_a_third_line_decides() -> None:
    assert findings('styles: {"src/a*.py": snake, "src/*z.py": snake}', "src/abz.py") == []
    rule = 'styles: {"src/a*.py": snake, "src/*z.py": kebab, "src/a?z.py": camel}'
    assert findings(rule, "src/aBz.py", "src/a.py", "src/z.py") == []


def test_tie_of_symbols_names_the_kind() -> None:
    rule = 'styles: {"a*.py": {class: pascal}, "*z.py": {class: camel, method: snake}}'
    [finding] = findings(rule, symbols={"az.py": symbols("class x_y")})
    assert finding.message == 'class style: "a*.py" (pascal) and "*z.py" (camel) are equally specific'

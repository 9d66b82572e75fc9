"""Styles as teams know them: what fits, how names fall into words, and suggestions that always fit."""

from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archcheck.core.naming_styles import MAX_NAME, STYLES, Spelling, conforms, split_words, style_hint, suggest

CAPITALIZE = Spelling(acronyms="capitalize")
UPPER = Spelling(acronyms="upper")
LISTED = Spelling(acronyms=frozenset({"API", "HTTP"}))
ALLOW_DIGIT, DENY_DIGIT = Spelling(leading_digit=True), Spelling(leading_digit=False)

SEPARATED = {"kebab", "snake", "dot", "flat", "screaming_snake", "screaming_kebab"}
LOWER = {"kebab", "snake", "dot", "flat"}
SCREAMING = {"screaming_snake", "screaming_kebab"}
EVERY = set(STYLES)


@pytest.mark.parametrize(
    ("name", "styles"),
    [
        ("foo", {*LOWER, "camel"}),
        ("FOO", {*SCREAMING, "pascal"}),
        ("X", {*SCREAMING, "pascal"}),
        ("x", {*LOWER, "camel"}),
        ("fooBar", {"camel"}),
        ("FooBar", {"pascal"}),
        ("parseHTML", {"camel"}),
        ("parseID", {"camel"}),
        ("HTMLParser", {"pascal"}),
        ("iPhone", {"camel"}),
        ("v2", {*LOWER, "camel"}),
        ("b2b", {*LOWER, "camel"}),
        ("2fa", LOWER),
        ("404", {*LOWER, *SCREAMING}),
        ("0001_initial", {"snake"}),
        ("foo-bar", {"kebab"}),
        ("foo_bar", {"snake"}),
        ("foo.bar", {"dot"}),
        ("FOO_BAR", {"screaming_snake"}),
        ("FOO-BAR", {"screaming_kebab"}),
        ("foo-bar_baz", set()),
        ("Foo-Bar", set()),
        ("foo--bar", set()),
        ("-foo", set()),
        ("foo-", set()),
        ("-", set()),
        ("_", set()),
        ("__init__", set()),
        ("_private", set()),
        ("foo__bar", set()),
        ("foo..bar", set()),
        ("foo bar", set()),
        ("", set()),
    ],
)
def test_name_fits_exactly_these_styles(name: str, styles: set[str]) -> None:
    assert {style for style in STYLES if conforms(name, style)} == styles


@pytest.mark.parametrize(
    ("name", "styles"),
    [
        pytest.param("caféBar", {"camel"}, id="letters beyond ASCII"),
        pytest.param("cafe\u0301-bar", {"kebab"}, id="NFD is judged in NFC"),
        pytest.param("中文", EVERY, id="letters without case fit everything"),
        pytest.param("中文Bar", {"camel", "pascal"}, id="mixed"),
        pytest.param("STRASSE_GRO\u1e9e", {"screaming_snake"}, id="capital sharp s"),
        pytest.param("straße", {*LOWER, "camel"}, id="sharp s"),
        pytest.param("नमस्ते", EVERY, id="words with combining marks"),
        pytest.param("v٢", {*LOWER, "camel"}, id="digits of another script"),
        pytest.param("٢v", LOWER, id="a digit of another script first"),
        pytest.param("\u0301a", set(), id="a mark without a letter"),
        pytest.param("foo\u200bbar", set(), id="zero width space"),
        pytest.param("foo\u202ebar", set(), id="right-to-left override"),
        pytest.param("foo🎉", set(), id="emoji"),
        pytest.param("foo\nbar", set(), id="newline within"),
        pytest.param("foo\n", set(), id="newline at the end"),
        pytest.param("foo\udce9", set(), id="undecoded byte"),
        pytest.param("a" * MAX_NAME, {*LOWER, "camel"}, id="as long as a name may be"),
        pytest.param("a" * (MAX_NAME + 1), set(), id="too long"),
    ],
)
def test_unusual_name_fits_exactly_these_styles(name: str, styles: set[str]) -> None:
    assert {style for style in STYLES if conforms(name, style)} == styles


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fooBar", "foo Bar"),
        ("parseHTMLDocument", "parse HTML Document"),
        ("HTML5Parser", "HTML5 Parser"),
        ("Html5XML", "Html5 XML"),
        ("SHA256Sum", "SHA256 Sum"),
        ("ipv6Addr", "ipv6 Addr"),
        ("utf8", "utf8"),
        ("base64_v2", "base64 v2"),
        ("2fa", "2fa"),
        ("3DModel", "3D Model"),
        ("B2BClient", "B2B Client"),
        ("userIDs", "user IDs"),
        ("URLsById", "URLs By Id"),
        ("ABTest", "AB Test"),
        ("XAxis", "X Axis"),
        ("__foo--bar..baz__", "foo bar baz"),
        ("x̂Ŷz", "x̂ Ŷz"),
        ("中文Foo", "中文 Foo"),
        ("--", ""),
    ],
)
def test_name_falls_into_words(name: str, words: str) -> None:
    assert " ".join(split_words(name)) == normalize("NFC", words)


@pytest.mark.parametrize(
    ("name", "style", "expected"),
    [
        ("RagService", "snake", "rag_service"),
        ("validatePassword", "snake", "validate_password"),
        ("auth_service", "pascal", "AuthService"),
        ("datePicker", "kebab", "date-picker"),
        ("HTMLParser", "kebab", "html-parser"),
        ("HTMLParser", "camel", "htmlParser"),
        ("parseHTML", "pascal", "ParseHTML"),
        ("FOO_BAR", "pascal", "FooBar"),
        ("my-HTMLParser", "pascal", "MyHTMLParser"),
        ("user_ID", "pascal", "UserId"),
        ("userIDs", "kebab", "user-ids"),
        ("maxRetries2", "screaming_snake", "MAX_RETRIES2"),
        ("foo--bar-", "kebab", "foo-bar"),
        ("foo bar!", "dot", "foo.bar"),
        ("Foo-Bar", "flat", "foobar"),
        ("straße", "screaming_kebab", "STRASSE"),
        ("ﬁle", "pascal", "File"),
    ],
)
def test_suggestion_keeps_the_words(name: str, style: str, expected: str) -> None:
    assert suggest(name, style) == expected


@pytest.mark.parametrize(
    ("name", "spelling", "expected"),
    [
        pytest.param("HTMLParser", CAPITALIZE, "HtmlParser", id="capitalize: no acronym"),
        pytest.param("HtmlParser", CAPITALIZE, "HtmlParser", id="capitalize: fits"),
        pytest.param("XAxis", CAPITALIZE, "XAxis", id="capitalize: one letter is no acronym"),
        pytest.param("x_y_axis", CAPITALIZE, "XyAxis", id="capitalize: what joining makes an acronym"),
        pytest.param("userIDs", CAPITALIZE, "UserIds", id="capitalize: plural"),
        pytest.param("HTTPServer", LISTED, "HTTPServer", id="list: this one may"),
        pytest.param("HttpServer", LISTED, "HttpServer", id="list: but need not"),
        pytest.param("http_server", LISTED, "HTTPServer", id="list: made from words"),
        pytest.param("HTTPAPIServer", LISTED, "HTTPAPIServer", id="list: two of them"),
        pytest.param("HTTP2Server", LISTED, "HTTP2Server", id="list: with a digit"),
        pytest.param("APIsById", LISTED, "APIsById", id="list: plural"),
        pytest.param("HTMLParser", LISTED, "HtmlParser", id="list: another may not"),
        pytest.param("s", LISTED, "S", id="list: a lone s is no plural"),
        pytest.param("XAPIClient", LISTED, "XapiClient", id="list: part of another"),
        pytest.param("HttpServer", UPPER, "HTTPServer", id="upper: known"),
        pytest.param("UserIds", UPPER, "UserIDs", id="upper: plural"),
        pytest.param("Utf8Css", UPPER, "UTF8CSS", id="upper: with a digit, and one that ends like a plural"),
        pytest.param("IdeaGrpc", UPPER, "IdeaGrpc", id="upper: others need not"),
        pytest.param("GRPCServer", UPPER, "GRPCServer", id="upper: but may"),
    ],
)
def test_acronyms_in_pascal(name: str, spelling: Spelling, expected: str) -> None:
    assert suggest(name, "pascal", spelling) == expected
    assert conforms(name, "pascal", spelling) == (name == expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("urlOf", "urlOf", id="at the beginning"),
        pytest.param("userId", "userID", id="further on"),
        pytest.param("http_url", "httpURL", id="both"),
        pytest.param("ID", "id", id="alone"),
    ],
)
def test_upper_acronyms_in_camel(name: str, expected: str) -> None:
    assert suggest(name, "camel", UPPER) == expected
    assert conforms(name, "camel", UPPER) == (name == expected)


def test_acronyms_do_not_concern_separated_styles() -> None:
    assert all(conforms("HTML_PARSER", "screaming_snake", each) for each in (CAPITALIZE, UPPER, LISTED))


@pytest.mark.parametrize("style", STYLES)
def test_leading_digit_is_as_asked_for(style: str) -> None:
    name = suggest("2x", style, ALLOW_DIGIT)
    assert name is not None
    assert conforms(name, style, ALLOW_DIGIT)
    assert not conforms(name, style, DENY_DIGIT)
    assert conforms(name, style) == (style in SEPARATED)


@pytest.mark.parametrize(
    ("name", "style"),
    [
        pytest.param("🎉", "kebab", id="no letter"),
        pytest.param("", "kebab", id="empty"),
        pytest.param("404", "pascal", id="no letter to begin with"),
        pytest.param("aB" * 100, "kebab", id="longer than allowed"),
    ],
)
def test_no_name_is_suggested_where_there_is_none(name: str, style: str) -> None:
    assert suggest(name, style) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kebab-case", "kebab"),
        ("KebabCase", "kebab"),
        ("dash-case", "kebab"),
        ("snake_case", "snake"),
        ("camelCase", "camel"),
        ("lowerCamelCase", "camel"),
        ("PascalCase", "pascal"),
        ("UpperCamelCase", "pascal"),
        ("SCREAMING_SNAKE_CASE", "screaming_snake"),
        ("screaming-snake", "screaming_snake"),
        ("UPPER_SNAKE", "screaming_snake"),
        ("constant_case", "screaming_snake"),
        ("SCREAMING-KEBAB-CASE", "screaming_kebab"),
        ("dot.case", "dot"),
        ("point.case", "dot"),
        ("lowercase", "flat"),
        ("sausage", None),
    ],
)
def test_other_words_for_a_style_are_understood(written: str, meant: str | None) -> None:
    assert style_hint(written) == meant


def test_examples_are_written_in_their_style() -> None:
    assert [name for name, style in STYLES.items() if suggest("user-service", name) != style.example] == []


NAMES = st.one_of(
    st.text(max_size=20),
    st.text("aAbBsS12_-. ", max_size=12),
    st.lists(
        st.sampled_from(["foo", "HTML", "Bar", "API", "Id", "urls", "2", "x", "_", "-", "É", "e\u0301", "中"])
    ).map("".join),
)
SPELLINGS = st.builds(
    Spelling,
    st.one_of(
        st.sampled_from(["allow", "capitalize", "upper"]),
        st.frozensets(st.sampled_from(["A", "API", "HTTP", "X2"]), min_size=1),
    ),
    st.sampled_from([None, True, False]),
)


@given(NAMES, st.sampled_from(list(STYLES)), SPELLINGS)
@example("x_y_z_axis", "pascal", CAPITALIZE)
@example("ŉ\u0345ß", "screaming_snake", Spelling())
@example("a-p-i-a", "pascal", Spelling(frozenset({"A", "API"})))
def test_suggested_name_fits_and_is_final(name: str, style: str, spelling: Spelling) -> None:
    suggestion = suggest(name, style, spelling)
    if suggestion is not None:
        assert conforms(suggestion, style, spelling)
        assert suggest(suggestion, style, spelling) == suggestion
    if conforms(name, style, spelling):
        assert suggestion == name


@given(NAMES, st.sampled_from(list(STYLES)), SPELLINGS)
def test_every_name_with_a_letter_first_has_a_suggestion(name: str, style: str, spelling: Spelling) -> None:
    words = split_words(name)
    if words and category(words[0][0])[0] == "L":
        assert suggest(name, style, spelling) is not None


@given(st.lists(st.text("abcxyz", min_size=1, max_size=5), min_size=1, max_size=5), st.sampled_from(list(STYLES)))
def test_words_survive_every_style_that_separates_them(words: list[str], style: str) -> None:
    name = suggest("_".join(words), style)
    assert name is not None
    if style != "flat" and all(len(word) > 1 for word in words):
        assert [word.lower() for word in split_words(name)] == words


@given(st.text("abAB1_-.", min_size=1, max_size=10), st.sampled_from(list(STYLES)))
def test_ascii_names_are_judged_like_all_others(name: str, style: str) -> None:
    """A letter without case at the end changes nothing but the way the name is looked at."""
    if name[-1] in "abAB1":
        assert conforms(name, style) == conforms(f"{name}ª", style)

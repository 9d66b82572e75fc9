"""URLs without what is secret in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.syntax.urls import without_credentials


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://acme.com/a.git", "https://acme.com/a.git", id="none"),
        pytest.param("https://me:secret@acme.com/a@v1", "https://acme.com/a@v1", id="user and password"),
        pytest.param("https://ghp_token@acme.com:8443/a", "https://acme.com:8443/a", id="token"),
        pytest.param("git+ssh://git@acme.com/a.git", "git+ssh://acme.com/a.git", id="user"),
        pytest.param("https://me:se@cret@acme.com/a", "https://acme.com/a", id="sign in the password"),
        pytest.param("https://me:sec/ret@acme.com/a", "https://acme.com/a", id="slash in the password"),
        pytest.param("https://acme.com/a?token=secret#v1", "https://acme.com/a", id="query"),
        pytest.param("https://acme.com/a#token=secret", "https://acme.com/a", id="fragment"),
        pytest.param("https://a:b@c/d https://e:f@g/h", "https://c/d https://g/h", id="two"),
        pytest.param("//me:secret@acme.com/a", "//acme.com/a", id="without a scheme"),
        pytest.param("file:///lib", "file:///lib", id="file"),
        pytest.param("ssh://acme.com:group/a", "ssh://acme.com:group/a", id="path after a colon"),
        pytest.param("^1.2 || >=3", "^1.2 || >=3", id="no URL"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_credentials_are_left_out(text: str, expected: str) -> None:
    assert without_credentials(text) == expected


_WORD = st.text("abc/:?#%", min_size=1, max_size=5)


@given(_WORD, _WORD)
def test_no_password_is_left(user: str, password: str) -> None:
    assert "SECRET" not in without_credentials(f"https://u{user}:SECRET{password}@acme.com/x")

import pytest


def chosen(response, name):
    cookie = response.cookies.get(name)
    return cookie and cookie.value


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_theme_is_kept_and_written_into_the_page(client_in, theme):
    response = client_in.post("/preferences", {"theme": theme, "next": "/"})
    assert response.status_code == 302
    assert chosen(response, "theme") == theme
    page = client_in.get("/").content.decode()
    assert (f'data-theme="{theme}"' in page) == (theme != "auto")


def test_single_keys_can_be_turned_off(client_in):
    assert "data-keys" not in client_in.get("/").content.decode().split(">", 2)[1]
    client_in.post("/preferences", {"keys": "off"})
    assert '<html lang="en" data-keys="off">' in client_in.get("/").content.decode()


def test_one_choice_leaves_the_other_alone(client_in):
    response = client_in.post("/preferences", {"keys": "off"})
    assert chosen(response, "theme") is None


@pytest.mark.parametrize("theme", ["", "purple", '"><script>'])
def test_an_unknown_theme_is_not_kept(client_in, theme):
    assert chosen(client_in.post("/preferences", {"theme": theme}), "theme") is None
    client_in.cookies["theme"] = theme
    assert "data-theme=" not in client_in.get("/").content.decode().split("</head>")[0]


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ("/customers/0000?q=a", "/customers/0000?q=a"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_it_goes_back_to_pages_of_ours_only(client_in, given, target):
    assert client_in.post("/preferences", {"theme": "dark", "next": given})["Location"] == target


def test_it_works_on_the_sign_in_page_too(client):
    response = client.post("/preferences", {"theme": "dark", "next": "/sign-in"})
    assert response["Location"] == "/sign-in"


def test_a_link_changes_nothing(client_in):
    assert client_in.get("/preferences?theme=dark").status_code == 405

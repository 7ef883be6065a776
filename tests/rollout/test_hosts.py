"""A request for another host's name is refused calmly, in a page that needs no host."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/login/", "/map/", "/no/such/page", "/api/v1/me"])
def test_an_unknown_host_gets_400(client, path):
    answer = client.get(path, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()

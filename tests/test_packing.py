"""What is packed on its way to a browser: texts for everybody, and nothing that is meant for one person."""

import gzip

import pytest

from tests import make

pytestmark = pytest.mark.django_db
PACKED = {"accept-encoding": "gzip, deflate, br"}


@pytest.fixture
def address(db):
    return make.publication(body=make.BODY * 20).get_absolute_url()


def test_a_page_for_everybody_is_packed_and_says_the_same(client, address):
    plain, packed = client.get(address), client.get(address, headers=PACKED)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]


def test_equal_pages_are_packed_alike(client, address):
    first, second = (client.get(address, headers=PACKED) for _twice in range(2))
    assert first.content == second.content


def test_a_browser_that_has_the_packed_citation_gets_no_second_one(client, address):
    first = client.get(f"{address}cite.bib", headers=PACKED)
    assert client.get(f"{address}cite.bib", headers=PACKED | {"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/submit/", "/preview/guess/", "/submissions/guess/"])
def test_nothing_that_is_meant_for_one_person_is_packed(client, path):
    make.call()
    assert "Content-Encoding" not in client.get(path, headers=PACKED)

"""The page of figures keeps what other runs measured."""

from bench import page

ORDER = ["Steps", "Layer", "Pages"]


def _page(tmp_path, *tables):
    path = tmp_path / "performance.md"
    path.write_text(
        "# Performance\n\nHow.\n\n" + page.START + "\n" + "\n".join(tables) + "\n" + page.END + "\n\nAfter.\n"
    )
    return path


def test_a_table_takes_the_place_of_the_one_before_it(tmp_path):
    old, other = page.table("Steps", "Measured then.", ["| a | 1 |"]), page.table("Pages", "Measured.", ["| b | 2 |"])
    path, new = _page(tmp_path, old, other), page.table("Steps", "Measured now.", ["| a | 3 |"])
    page.keep(new, ORDER, path)
    assert path.read_text() == _page(tmp_path, new, other).read_text()


def test_a_new_one_stands_where_the_order_wants_it(tmp_path):
    steps, pages = (page.table(title, "Measured.", ["| a | 1 |"]) for title in ("Steps", "Pages"))
    path, layer = _page(tmp_path, steps, pages), page.table("Layer", "Measured.", ["| c | 3 |"])
    page.keep(layer, ORDER, path)
    assert path.read_text() == _page(tmp_path, steps, layer, pages).read_text()


def test_the_first_is_put_between_the_marks(tmp_path):
    path, only = _page(tmp_path), page.table("Steps", "Measured.", ["| a | 1 |"])
    page.keep(only, ORDER, path)
    assert path.read_text() == _page(tmp_path, only).read_text()
    assert page.circumstances().startswith("Measured ")

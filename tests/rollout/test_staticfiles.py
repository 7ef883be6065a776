"""Hashed names of static files: imports between modules are followed however long their chain is."""

import shutil

from django.core.files.storage import FileSystemStorage

from rollout.staticfiles import ModuleManifestStorage

LONG = 9


def test_a_long_chain_of_modules_names_the_hashed_ones_to_its_end(tmp_path):
    """Each module's name follows from those it imports; the first is looked at first, the worst order there is."""
    source, static = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    for number in range(LONG):
        (source / f"m{number}.js").write_text(f'import {{ one }} from "./m{number + 1}.js";\nexport {{ one }};\n')
    (source / f"m{LONG}.js").write_text("export const one = 1;\n")
    shutil.copytree(source, static)
    originals, storage = FileSystemStorage(source), ModuleManifestStorage(static, "/static/")
    paths = {f"m{number}.js": (originals, f"m{number}.js") for number in range(LONG + 1)}
    assert [found for _name, _hashed, found in storage.post_process(paths) if isinstance(found, Exception)] == []
    for number in range(LONG):
        with storage.open(storage.stored_name(f"m{number}.js")) as file:
            assert f'"./{storage.stored_name(f"m{number + 1}.js")}"' in file.read().decode()

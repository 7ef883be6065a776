"""Imports run one way: gis_data ← accounts ← sites ← workflows ← rollout, in code and in migrations."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ORDER = ["gis_data", "accounts", "sites", "workflows", "rollout"]
ROOT = Path(settings.BASE_DIR)
# What runs before the virtual environment exists may import nothing but Python.
BEFORE_INSTALL = [ROOT / "rollout" / "localdb", ROOT / "rollout" / "bootstrap", ROOT / "sites" / "chain.py"]


def imported_names(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names.add(node.module)
    return names


def modules(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


@pytest.mark.parametrize("app", ORDER)
def test_an_app_imports_only_what_stands_before_it(app):
    later = set(ORDER[ORDER.index(app) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in sorted(imported_names(path))
        if name.split(".")[0] in later
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", ORDER[:-1])
def test_templates_of_an_app_use_no_tags_or_templates_of_a_later_app(app):
    later = ORDER[ORDER.index(app) + 1 : -1]  # the base page and the components of rollout are for everybody
    wrong = [
        f"{path.relative_to(ROOT)} names {other}/"
        for path in sorted((ROOT / app).rglob("templates/**/*.html"))
        for other in later
        if f'"{other}/' in path.read_text(encoding="utf-8")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", ORDER)
def test_migrations_depend_only_on_what_stands_before(app):
    loader = MigrationLoader(None, ignore_no_migrations=True)
    later = set(ORDER[ORDER.index(app) + 1 :])
    wrong = [
        f"{label}.{name} depends on {dependency}"
        for (label, name), migration in loader.disk_migrations.items()
        if label == app
        for dependency in migration.dependencies
        if dependency[0] in later
    ]
    assert not wrong, "\n".join(wrong)


def test_no_migration_depends_on_the_state_machine_library():
    wrong = [
        str(path)
        for app in ORDER
        for path in (ROOT / app / "migrations").glob("*.py")
        if "django_fsm" in path.read_text(encoding="utf-8")
    ]
    assert not wrong


def test_only_the_step_and_the_state_column_know_the_state_machine_library():
    users = {
        str(path.relative_to(ROOT)) for app in ORDER for path in modules(app) if "django_fsm" in imported_names(path)
    }
    assert users == {"workflows/step.py", "workflows/fields.py"}


def test_what_runs_before_installation_needs_only_python():
    import sys

    files = [path for place in BEFORE_INSTALL for path in ([place] if place.is_file() else place.rglob("*.py"))]
    assert files
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in sorted(imported_names(path))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("rollout.localdb", "rollout.bootstrap"))
        and name != "rollout"
    ]
    assert not wrong, "\n".join(wrong)


def test_state_changes_only_in_the_gate():
    """Nobody but the gate writes a state: assignments to ``.state`` and ``update(state=…)`` are looked for."""
    allowed = {
        "workflows/services/start.py",
        "workflows/services/take_step.py",
        "workflows/rows.py",
        "workflows/lines.py",
        "workflows/coordination/gate.py",
    }
    wrong = []
    for app in ORDER:
        for path in modules(app):
            name = str(path.relative_to(ROOT))
            if name in allowed or "/migrations/" in name:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                targets = node.targets if isinstance(node, ast.Assign) else []
                if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                    wrong.append(f"{name}:{node.lineno} assigns a state")
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr == "update"
                    and any(keyword.arg == "state" for keyword in node.keywords)
                ):
                    wrong.append(f"{name}:{node.lineno} updates a state")
    assert not wrong, "\n".join(wrong)

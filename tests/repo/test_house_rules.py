"""Names, sizes and texts: what the house's rules say about the files themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PORTICO = ROOT / "portico"
MODULES = sorted(path for path in PORTICO.rglob("*.py") if "__pycache__" not in path.parts)
TEMPLATES = sorted(PORTICO.rglob("*.jinja"))
BAGS = {"utils", "util", "helpers", "helper", "services", "service", "common", "signals", "misc", "managers"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Names and sizes


def bags(paths: list[Path]) -> list[str]:
    """Modules and folders named after nothing in particular."""
    return [name_of(path) for path in paths if BAGS & {path.stem, *path.relative_to(ROOT).parts}]


def test_no_module_is_a_bag_of_things() -> None:
    assert len(MODULES) > 100
    assert bags(MODULES) == []
    assert bags([PORTICO / "core" / "utils.py", PORTICO / "services" / "mail.py"]) != []


def functions_past(limit: int, source: str) -> list[str]:
    tree = ast.parse(source)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in found if (node.end_lineno or 0) - node.lineno + 1 > limit]


def test_files_and_functions_stay_small() -> None:
    long = []
    for module in MODULES:
        source = module.read_text(encoding="utf-8")
        long += [name_of(module)] if source.count("\n") > 400 else []
        long += [f"{name_of(module)}: {name}" for name in functions_past(50, source)]
    assert long == []


def test_a_long_function_would_be_seen() -> None:
    assert functions_past(50, "def f():\n" + "    pass\n" * 50) == ["f"]


def test_each_room_says_what_it_is_for() -> None:
    rooms = [module for module in MODULES if module.name == "__init__.py" and "migrations" not in module.parts]
    silent = [name_of(room) for room in rooms if not ast.get_docstring(ast.parse(room.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_signal_carries_our_own_logic() -> None:
    sent = re.compile(r"@receiver\(|_(?:save|delete|init|changed|migrate)\.connect\(|\bSignal\(")
    assert [name_of(path) for path in MODULES if sent.search(path.read_text(encoding="utf-8"))] == []


# Texts for people


JINJA = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
UNTOUCHED = re.compile(r"<(style|script|code)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\b(?:aria-label|aria-description|alt|title|placeholder)\s*=\s*"([^"]*)\"""")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"(?!PDF\b)\b[^\W\d_]{2,}")  # a PDF is one in every language


def untranslated(source: str) -> list[str]:
    """English words that stand in a template as they are. An address such as `/communities/` is no text."""
    html = UNTOUCHED.sub(" ", JINJA.sub(" ", source))
    outside_tags = re.sub(r'[\w-]+="[^"]*"', " ", TAG.sub("\n", html))  # a macro may draw attributes alone
    spoken = [*ATTRIBUTE.findall(html), *outside_tags.split("\n")]
    return [text.strip() for text in spoken if WORD.search(re.sub(r"&\w+;|/[\w/-]*/", " ", text))]


@pytest.mark.parametrize("template", [path for path in TEMPLATES if "css" not in path.name], ids=name_of)
def test_every_text_of_a_template_can_be_translated(template: Path) -> None:
    assert untranslated(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<h1>Sign in</h1>",
        '<p>{{ name }} has signed in {{ _("today") }}</p>',
        '<img alt="The logo" src="{{ url }}">',
        '<button aria-label="Close">{{ icon("x") }}</button>',
        "{% if a > b %}More{% endif %}",
    ],
)
def test_a_planted_text_is_seen(planted: str) -> None:
    assert untranslated(planted)


@pytest.mark.parametrize(
    "fine",
    [
        '<h1 class="mb-1">{{ _("Sign in") }}</h1>',
        "{% trans %}Sign in{% endtrans %}",
        '<img alt="{{ _("Logo") }}">',
        "{# a note #} &middot; 7 <code>portico init</code>",
    ],
)
def test_a_translated_text_is_not(fine: str) -> None:
    assert untranslated(fine) == []


# What the content policy forbids, and the mails need


INLINE = re.compile(
    r"""\sstyle\s*=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']|javascript:|hx-on|js:""", re.IGNORECASE
)
OUTSIDE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)
MAILS = PORTICO / "workflows" / "templates"


@pytest.mark.parametrize("template", [path for path in TEMPLATES if not path.is_relative_to(MAILS)], ids=name_of)
def test_no_page_holds_styles_scripts_or_other_hosts(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert INLINE.findall(source) == []
    assert OUTSIDE.findall(source) == []


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<a href="javascript:x">',
    ],
)
def test_a_planted_style_or_script_is_seen(planted: str) -> None:
    assert INLINE.search(planted)
    assert OUTSIDE.search('<script src="//cdn.example/x.js">')


# What is committed


REGISTRIES = re.compile(
    r"pypi\.(?:org|python)|files\.pythonhosted|registry\.npmjs|registry\.yarnpkg|artifactory|jfrog|nexus\."
    r"|--(?:extra-)?index-url|deb\.debian\.org|proxy\.golang",
    re.IGNORECASE,
)


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:  # an archive without its history: everything but what installing and running make
        made = {".git", ".venv", ".uv", "var", "node_modules", "__pycache__"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_committed_file_names_a_registry() -> None:
    files = [path for path in committed() if not path.is_relative_to(ROOT / "tests" / "repo")]
    assert len(files) > 100
    named = {name_of(path) for path in files if REGISTRIES.search(path.read_text(encoding="utf-8", errors="ignore"))}
    assert named == set()
    assert REGISTRIES.search("curl https://" + "pypi.org" + "/simple")


def test_the_lock_holds_every_dependency() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = {
        name: set(
            re.findall(r"^([a-z0-9._-]+)(?:\[[\w,-]+\])?==\S", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        )
        for name in ("requirements.lock", "requirements-dev.lock")
    }
    run = {package(each) for each in declared["project"]["dependencies"]}
    develop = {package(each) for group in declared["dependency-groups"].values() for each in group}
    assert len(run) > 10
    assert run <= locked["requirements.lock"]
    assert run | develop <= locked["requirements-dev.lock"]


def test_every_locked_package_has_its_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"))
        assert [block.split("\n")[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def package(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[._-]+", "-", found[0]).lower()

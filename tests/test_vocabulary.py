"""The rules for names (CONTRIBUTING.md, "Names and sentences"), as counts that may not get worse."""

import ast

import pytest

from tests.style_report import (
    ROOT,
    begins_with_verb,
    build_style_report,
    find_leaning_docstrings,
    find_silent_raisers,
)


@pytest.fixture(scope="module")
def report():
    return build_style_report()


def test_functions_begin_with_a_verb(report):
    assert report.verb_first_share >= 0.95


def test_functions_say_what_they_act_on(report):
    assert report.one_word_share < 0.02


def test_function_names_are_seldom_shared(report):
    assert report.shared_share < 0.02, report.functions.find_shared(3)


def test_no_class_name_stands_in_three_modules(report):
    assert report.classes.find_shared(3) == {}


def test_no_module_name_stands_in_three_folders(report):
    assert report.crowded_modules == {}


def test_constants_carry_a_noun(report):
    assert report.nounless_constants == {}


def test_functions_that_raise_say_what():
    assert find_silent_raisers() == []


def test_docstrings_stand_alone():
    assert find_leaning_docstrings() == []


@pytest.mark.parametrize(
    ("name", "verb"), [("parse_date", True), ("is_past", True), ("page", False), ("parsed_date", False)]
)
def test_a_verb_is_told_from_a_noun(name, verb):
    assert begins_with_verb(name) is verb


def test_tests_have_no_annotations():
    """Either all have them or none; what tests share has all, which ruff checks."""
    annotated = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (
            node.returns
            or any(argument.annotation for argument in ast.walk(node.args) if isinstance(argument, ast.arg))
        )
    ]
    assert annotated == []

"""The ten slowest tests that docs/testing.md explains are there, and begin before the others."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")


def test_each_is_there_and_begins_early():
    named = re.findall(r"^\| `(test_\w+\.py)::(test_\w+)", DOCUMENT, re.M)
    assert len(named) == 10
    for file, test in named:
        texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob(file)]
        assert any(f"def {test}(" in text and "pytest.mark.long(" in text for text in texts), (file, test)

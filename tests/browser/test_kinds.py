"""The pages that the browser looks at are all that there are, by kind."""

from collections.abc import Mapping

import pytest

from portal import catalogue
from tests.browser.kinds import KINDS, ROOT

pytestmark = pytest.mark.browser


def test_every_template_is_looked_at(templates: Mapping[str, str]) -> None:
    """The catalogue of components by test_components.py."""
    own = {path.name for path in (ROOT / "templates").glob("*.html")}
    assert {templates[url] for url in KINDS.values()} == own - {"base.html", catalogue.URL}

"""What every test shares: a site folder of its own, set before Django reads its settings."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_home = tempfile.TemporaryDirectory(prefix="terbit-test-")
os.environ["TERBIT_HOME"] = _home.name
os.environ.setdefault("TERBIT_URL", "http://testserver")
Path(_home.name, "secret_key").write_text("only-for-tests")

"""`python -m lianyi.app`."""

from lianyi.app.cli import app

app(prog_name="lianyi")

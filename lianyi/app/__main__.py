"""`python -m lianyi.app`.

Some seven hundred models are declared at every start, ours and FastAPI's, and none is used by it. In our programs each is
built when its first value needs it: docs/decisions/0050.
"""

import warnings

from pydantic import BaseModel
from pydantic.warnings import UnsupportedFieldAttributeWarning

BaseModel.model_config["defer_build"] = True
# FastAPI silences it while it makes a field, because it gives every parameter an alias; the field is built later now.
warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)

from lianyi.app.cli import app  # noqa: E402  it imports models

if __name__ == "__main__":
    app(prog_name="lianyi")

"""Start the sandbox: `python -m wechat_sandbox --port 8001 --data-dir DIR`."""

import argparse
import sys
from pathlib import Path

import uvicorn

from wechat_sandbox.app import create_app
from wechat_sandbox.control.access import is_loopback


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="wechat_sandbox", description="A program that imitates WeChat, for this machine only."
    )
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--data-dir", type=Path, default=None, help="folder of the state; left out: forget all at the end"
    )
    parser.add_argument(
        "--i-know-this-is-a-sandbox",
        action="store_true",
        dest="open_to_network",
        help="allow an address others can reach: they get every key and every wallet",
    )
    asked = parser.parse_args()
    if not is_loopback(asked.host) and not asked.open_to_network:
        sys.stderr.write(
            f"refused: {asked.host} can be reached from other machines, and a sandbox gives its keys to"
            f" whoever asks.\n"
            "Use --host 127.0.0.1, or add --i-know-this-is-a-sandbox.\n"
        )
        return 2
    app = create_app(asked.data_dir, open_to_network=asked.open_to_network)
    uvicorn.run(app, host=asked.host, port=asked.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

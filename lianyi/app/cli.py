"""The commands. `make run` is `run`; with systemd or containers run `migrate`, `serve` and `worker` by themselves."""

import asyncio
import json
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from lianyi.app.settings import DangerousSettings, Settings, install, load
from lianyi.kit.secrets import new_master_key

if TYPE_CHECKING:
    from lianyi.kit.db import Database

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="涟漪 Lianyi"
)
ops = typer.Typer(no_args_is_help=True, help="For the operator of a deployment.")
app.add_typer(ops, name="ops")


@app.command()
def run() -> None:
    """Start everything on this machine and stop it with Ctrl-C."""
    from lianyi.app import supervisor

    raise typer.Exit(supervisor.run())


@app.command()
def serve(
    fd: Annotated[int | None, typer.Option(help="A listening socket to serve, by its number.")] = None,
) -> None:
    """Answer HTTP."""
    import uvicorn

    from lianyi.app.clockwork import clock_of_process
    from lianyi.app.http import create_app
    from lianyi.kit.db import Database

    settings = _configured()
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(Database(_app_dsn(settings), clock=clock_of_process())),
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_level="warning",
            server_header=False,
            ws="none",  # nothing of ours speaks it, and its library would be loaded by every server
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=10,
        )
    )
    server.run([socket.socket(fileno=fd)] if fd is not None else None)


@app.command()
def worker() -> None:
    """Tell committed facts to their reactions and run jobs and sweeps."""
    from lianyi.app import worker as work

    settings = _configured()
    uvloop.run(work.run(_app_dsn(settings)))


@app.command(hidden=True)
def prefork() -> None:
    """Import everything once and fork server and worker from it, as `run` asks for them over the standard input."""
    from lianyi.app import prefork as parent

    try:
        member = parent.run()
    except parent.CannotPrefork as problem:
        _refuse(str(problem))
    if member is None:
        return
    if member.program == "serve":
        serve(member.listening)
    else:
        worker()


@app.command()
def migrate() -> None:
    """Bring the tables up to date, as the database's owner (LIANYI_DATABASE_URL)."""
    from lianyi.app import database
    from lianyi.app import migrate as migrations

    settings = _configured()
    if settings.database_url is None:
        _refuse("Set LIANYI_DATABASE_URL to the address of the database for its owner.")
    owner = settings.database_url.get_secret_value()
    migrations.migrate(owner)
    database.let_app_in(settings, owner)


@app.command()
def openapi(
    out: Annotated[Path | None, typer.Argument(help="A file; standard output when left out.")] = None,
) -> None:
    """Write the OpenAPI document."""
    from lianyi.app.http import create_app
    from lianyi.kit.db import Database

    document = create_app(Database("")).openapi()
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, "utf-8")


@app.command()
def build(
    name: Annotated[str, typer.Argument(help="console, shop or mini")],
    check: Annotated[bool, typer.Option("--check", help="Check its types too.")] = False,
) -> None:
    """Build a front end when its sources changed."""
    from lianyi.app import fronts

    if name not in fronts.ALL:
        _refuse(f"There is no front end called {name}; there are {', '.join(fronts.ALL)}.")
    try:
        fronts.build(fronts.ALL[name])
        if check:
            fronts.check(fronts.ALL[name])
    except fronts.FrontFailed as problem:
        _refuse(str(problem))


@app.command()
def client(
    check: Annotated[bool, typer.Option("--check", help="Only tell whether it is current.")] = False,
) -> None:
    """Generate the front ends' types from docs/openapi.json."""
    from lianyi.app import fronts

    try:
        if not check:
            fronts.generate_client()
        elif not fronts.client_is_current():
            _refuse(
                "web/client is not what docs/openapi.json generates; run `make client` and commit what it wrote."
            )
    except fronts.FrontFailed as problem:
        _refuse(str(problem))


@app.command()
def play(
    name: Annotated[str, typer.Argument(help="Lower-case words joined by _.")],
    title: Annotated[str, typer.Option(help="Its Chinese name.")] = "",
) -> None:
    """Make a new play that works: folder, line, migration, pages, tests; then write the interface anew."""
    from lianyi.app.scaffold import PlayRefused, make_play

    root = Path(__file__).parents[2]
    try:
        made = make_play(root, name, title)
    except PlayRefused as refused:
        _refuse(str(refused))
    for path in made:
        Console().print(path.relative_to(root))
    Console().print(f"next: `make client`, then `make check` and tests/promotions/plays/{name}")


@app.command()
def seed() -> None:
    """Open the demo shop with a month of orders, once; the sandbox must be running."""
    from lianyi.app.demo import seeding, signin

    settings = _configured()
    try:
        sign_in = asyncio.run(seeding.run(_app_dsn(settings), settings.sandbox_url))
    except seeding.NotADemonstration as problem:
        _refuse(str(problem))
    typer.echo(f"demo sign-in: {sign_in.login}, password in {settings.data_dir / signin.PLACE}")


@app.command()
def demo() -> None:
    """Tell the main job as a story, on a fresh temporary instance."""
    from lianyi.app.demo import story

    raise typer.Exit(story.tell())


@app.command("replay")
def replay_shop(
    data: Annotated[Path, typer.Argument(help="The file, or the folder that holds it.")],
    limit: Annotated[int, typer.Option(min=0, help="How many invoices; 0 means all.")] = 3_000,
) -> None:
    """Live a real shop's invoices on a fresh temporary instance and hold the books against the file."""
    from lianyi.app.replay import run as replaying
    from lianyi.app.replay.people import Refused
    from lianyi.app.replay.sheet import NoSuchFile

    try:
        code = replaying.replay(data, limit)
    except (NoSuchFile, Refused) as problem:
        _refuse(str(problem))
    raise typer.Exit(code)


@app.command("distribution-replay")
def replay_bindings(
    shop: Annotated[str | None, typer.Option(help="One shop by its slug; all of them when left out.")] = None,
) -> None:
    """Read the log of whose customer is whose again and list what was written otherwise: none. Reads only."""
    from lianyi.app import bindings

    read, differences = asyncio.run(bindings.table(_app_dsn(_configured()), shop))
    Console().print(read)
    if differences.row_count:
        Console().print(differences)
        raise typer.Exit(1)


@app.command("evidence-verify")
def verify_evidence(
    shop: Annotated[str | None, typer.Option(help="One shop by its slug; all of them when left out.")] = None,
) -> None:
    """Look through the chain of compliance evidence link by link, and hash anew what its days wrote. Reads only."""
    from lianyi.app import evidence

    shown, well = asyncio.run(evidence.table(_app_dsn(_configured()), shop))
    Console(width=200).print(shown)
    if not well:
        raise typer.Exit(1)


@ops.command("new-master-key")
def print_new_master_key() -> None:
    """Make a key for LIANYI_MASTER_KEY. Keep it where backups of the database are not."""
    typer.echo(new_master_key())


@ops.command("dead-letters")
def dead_letters() -> None:
    """Show facts whose reactions failed; the worker tries them again until their attempts are used up."""
    table = Table("id", "fact", "about", "tried", "error")
    for letter in asyncio.run(_parked(_app_dsn(_configured()))):
        table.add_row(*letter)
    Console().print(table)


@ops.command()
def guarantee() -> None:
    """Show releases that failed and freezes that end soon or have ended by themselves, over all shops."""
    table = Table("shop", "order", "state", "left (yuan)", "frozen until", "error")
    for row in asyncio.run(_overdue(_app_dsn(_configured()))):
        table.add_row(*row)
    Console().print(table)


@ops.command()
def replay(letter: Annotated[int, typer.Argument(help="The id that dead-letters shows.")]) -> None:
    """Let the worker tell a failed fact again, with all its attempts."""
    if not asyncio.run(_replay(_app_dsn(_configured()), letter)):
        _refuse(f"No failed fact has the id {letter}.")


@ops.command("statement")
def print_statement(
    month: Annotated[str, typer.Argument(help="A month such as 2026-03.")],
    shop: Annotated[str | None, typer.Option(help="One shop by its slug; all of them when left out.")] = None,
) -> None:
    """The platform's statement of a month: every shop's accounts with opening, in, out and closing. Reads only."""
    from lianyi.app import statements
    from lianyi.kit.errors import Refusal

    try:
        table = asyncio.run(statements.table(_app_dsn(_configured()), month, shop))
    except Refusal as refusal:
        _refuse(refusal.words("en"))
    Console().print(table)


async def _parked(dsn: str) -> list[tuple[str, ...]]:
    from lianyi.kit import relay
    from lianyi.kit.db import Database

    db = Database(dsn, connections=1)
    await db.open()
    try:
        async with db.read(None) as session:
            found = await session.all(relay.PARKED, limit=100)
    finally:
        await db.close()
    return [(str(one.id), one.kind, one.subject, str(one.attempts), one.error or "") for one in found]


async def _overdue(dsn: str) -> list[tuple[str, ...]]:
    from lianyi.app.clockwork import clock_of_process
    from lianyi.kit.db import Database

    db = Database(dsn, clock=clock_of_process(), connections=1)
    await db.open()
    try:
        return await overdue_rows(db)
    finally:
        await db.close()


async def overdue_rows(db: "Database") -> list[tuple[str, ...]]:
    """What `ops guarantee` shows: shop, order, where its money stands, yuan left, frozen until, WeChat's last no."""
    from lianyi.identity import queries as identity
    from lianyi.kit.ids import encode
    from lianyi.kit.money import format_yuan
    from lianyi.payments.queries import guarantee as reads

    rows: list[tuple[str, ...]] = []
    for tenant in await identity.every_tenant(db):
        async with db.read(tenant) as session:
            shop, found = await identity.tenant(session), await reads.overdue(session, 100)
        rows += [
            (
                shop.slug, encode("ord", one.order_id), one.held.value, format_yuan(one.left_fen),
                f"{one.frozen_until:%Y-%m-%d}", one.error or "",
            )
            for one in found
        ]  # fmt: skip
    return rows


async def _replay(dsn: str, letter: int) -> bool:
    from lianyi.kit import relay
    from lianyi.kit.db import Database

    db = Database(dsn, connections=1)
    await db.open()
    try:
        async with db.write(None) as session:
            return await session.run(relay.REPLAY, id=letter, real_now=session.now) > 0
    finally:
        await db.close()


def _configured() -> Settings:
    """This process's settings, installed; ends with a sentence when they are dangerous."""
    try:
        settings = load()
    except DangerousSettings as problem:
        _refuse(str(problem))
    install(settings)
    return settings


def _app_dsn(settings: Settings) -> str:
    """The database's address for role `app`."""
    from lianyi.app.database import app_url

    if settings.app_database_url is not None:
        return settings.app_database_url.get_secret_value()
    if settings.database_url is None:
        _refuse(
            "Set LIANYI_DATABASE_URL, or start everything with `make run`, which brings its own database."
        )
    return app_url(settings, settings.database_url.get_secret_value())


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)

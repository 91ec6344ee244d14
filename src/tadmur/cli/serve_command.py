"""``tadmur serve``: the monitor in the browser."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tadmur.cli import options
from tadmur.terms.errors import SettingsError

if TYPE_CHECKING:
    from tadmur.reference.scopes import BoundaryChoice

EPILOG = """\
Examples:

\b
  tadmur serve --db out/demo/ledger.duckdb --open
  tadmur serve --db out/demo/ledger.duckdb --reviewer "Ann=ann.token" --reviewer "Bo=bo.token"
  tadmur serve --db ledger.duckdb --proxy-header X-Remote-User --allow-host monitor.example.org

Readers see no private names, no sites and nothing that is withheld; reviewers see the ledger as it is. A token file
holds one line of at least 16 characters. The ledger may be written to by `tadmur run` while it is served: pages follow.
docs/guides/serve.md tells more, also on reverse proxies.
"""
LEAST_TOKEN = 16


class ReviewerToken(click.ParamType[tuple[str, str]]):
    """NAME=TOKENFILE: who reviews, and the file with the token that signs them in."""

    name = "NAME=TOKENFILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, file = str(value).partition("=")
        if not (name.strip() and equals and file):
            self.fail(f"{value!r} is not NAME=TOKENFILE; write it as Ann=ann.token", param, ctx)
        try:
            token = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.fail(f"{file!r} cannot be read; make it with: openssl rand -hex 16 > {file}", param, ctx)
        if len(token) < LEAST_TOKEN or "\n" in token:
            self.fail(f"{file!r} must hold one line of at least {LEAST_TOKEN} characters", param, ctx)
        return name.strip(), token


@click.command(epilog=EPILOG)
@options.ledger
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8620, show_default=True, help="Port; 0 for any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--reviewer", "reviewers", type=ReviewerToken(), multiple=True, help="Who may review. May be repeated.")
@click.option("--proxy-header", metavar="HEADER", help="Header in which a reverse proxy names the reviewer.")
@click.option("--proxy", "proxies", multiple=True, metavar="ADDRESS", help="Proxies that are believed. Default: this machine.")  # noqa: E501  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Other names that the server goes by; * for any.")  # noqa: E501  # fmt: skip
@click.option("--as-of", type=options.Day(), help="The day that pages begin with. Default: the newest.")
@options.boundaries
@click.option("--title", help="Title of the monitor.")
@click.option("--cache", type=click.Path(path_type=Path, file_okay=False), help="Folder for what is worked out once. Default: beside the ledger.")  # noqa: E501  # fmt: skip
@click.option("--rate-limits", type=click.FloatRange(0), default=1.0, show_default=True, help="Factor on the limits of heavy calls; 0 for none.")  # noqa: E501  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--log", is_flag=True, help="Print every request.")
def command(
    ledger: Path,
    port: int,
    host: str,
    reviewers: tuple[tuple[str, str], ...],
    proxy_header: str | None,
    proxies: tuple[str, ...],
    hosts: tuple[str, ...],
    as_of: date | None,
    boundaries: BoundaryChoice,
    title: str | None,
    cache: Path | None,
    rate_limits: float,
    open_browser: bool,
    log: bool,
) -> None:
    """Serve a ledger as pages and as an API, until Ctrl-C."""
    from tadmur.pipeline.settings import RunSettings
    from tadmur.web.options import ServeOptions, cache_folder
    from tadmur.web.server import serve

    if len({token for _, token in reviewers}) != len(reviewers):
        raise SettingsError(
            "two reviewers share a token", where="--reviewer", remedy="Give each a token file of their own"
        )
    chosen = ServeOptions(
        ledger=ledger,
        cache=cache or cache_folder(ledger),
        host=host,
        port=port,
        hosts=hosts,
        reviewers=dict(reviewers),
        proxy_header=proxy_header,
        proxies=proxies or ServeOptions.proxies,
        as_of=as_of,
        title=title,
        limits=rate_limits,
        settings=RunSettings(boundaries=boundaries),
    )
    logging.basicConfig(level=logging.INFO if log else logging.WARNING, format="%(levelname)s %(message)s")

    def started(url: str) -> None:
        click.echo(f"Serving {ledger} at {url} (Ctrl-C stops)")
        who = ", ".join(chosen.reviewers) or (
            f"whom {proxy_header} names" if proxy_header else "nobody; see --reviewer"
        )
        click.echo(f"Reviewers: {who}. Everybody else reads, without private names.")
        if not chosen.is_loopback:
            click.echo(
                "Others can reach this address and nothing is encrypted: put a reverse proxy with TLS before it.",
                err=True,
            )
        if open_browser:
            click.launch(url)

    serve(chosen, started=started, log=log)
    click.echo("Stopped.")

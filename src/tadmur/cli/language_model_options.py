"""Options of commands that may read by a language model: where it is, what it costs, and the user's leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tadmur.terms.errors import SettingsError

if TYPE_CHECKING:
    from tadmur.extract.llm.endpoint import Endpoint
    from tadmur.extract.llm.extractor import Estimate
    from tadmur.pipeline.settings import ExtractorChoice

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class LanguageModelOptions:
    """What the user said of the language model; prices are per million tokens, in whatever currency."""

    choice: str
    url: str | None
    model: str | None
    key_variable: str
    timeout_s: float
    price_in: float
    price_out: float
    yes: bool

    @property
    def extractor(self) -> ExtractorChoice:
        """Who reads the reports."""
        from tadmur.pipeline.settings import ExtractorChoice

        return ExtractorChoice(self.choice)

    def endpoint(self) -> Endpoint | None:
        """The endpoint, or ``None`` where frames read everything.

        Raises:
            SettingsError: a model is to read, and its address or name is missing.
        """
        if self.choice == "frames":
            return None
        if not self.url or not self.model:
            raise SettingsError(
                f"--extractor {self.choice} needs a language model",
                remedy="Give --llm-url and --llm-model, e.g. --llm-url http://localhost:11434/v1 --llm-model qwen3:8b",
            )
        from tadmur.extract.llm.endpoint import Endpoint

        return Endpoint(self.url, self.model, self.key_variable, self.timeout_s)

    def agree(self, estimate: Estimate) -> None:
        """Show what reading will come to; on a terminal go on only with the user's leave.

        Raises:
            click.Abort: the user does not want it.
        """
        if not estimate.requests:
            return
        cost = estimate.cost(self.price_in, self.price_out)
        price = f", about {cost:.2f} at the prices given" if cost else ""
        click.echo(
            f"{self.model} at {self.url} will be asked {estimate.requests} times for {estimate.reports} reports "
            f"({estimate.kept} answers are kept from before): about {estimate.tokens_in:,} tokens in, "
            f"{estimate.tokens_out:,} out{price}. The reports' text is sent to that address.",
            err=True,
        )
        if not self.yes and sys.stdin.isatty():
            click.confirm("Go on?", default=True, abort=True, err=True)


def language_model_options(command: Command) -> Command:
    """Adds the options; the command gets them as one :class:`LanguageModelOptions` named ``language_model``."""

    @wraps(command)
    def with_model(**arguments: Any) -> Any:
        names = ("choice", "url", "model", "key_variable", "timeout_s", "price_in", "price_out", "yes")
        taken = {name: arguments.pop(f"llm_{name}") for name in names}
        return command(language_model=LanguageModelOptions(**taken), **arguments)

    decorated: Any = with_model
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    result: Command = decorated
    return result


_OPTIONS = (
    click.option(
        "--extractor",
        "llm_choice",
        type=click.Choice(["frames", "llm", "mixed"]),
        default="frames",
        show_default=True,
        help="Who reads: frames (English, no service), a language model, or frames for English and the model else.",
    ),
    click.option(
        "--llm-url",
        "llm_url",
        envvar="TADMUR_LLM_URL",
        help="OpenAI-compatible address that ends before /chat/completions.",
    ),
    click.option("--llm-model", "llm_model", envvar="TADMUR_LLM_MODEL", help="The model's name at that address."),
    click.option(
        "--llm-key-variable",
        "llm_key_variable",
        default="OPENAI_API_KEY",
        show_default=True,
        help="Environment variable that holds the key, where one is needed.",
    ),
    click.option(
        "--llm-timeout", "llm_timeout_s", default=120.0, show_default=True, help="Seconds to wait for one answer."
    ),
    click.option("--llm-price-in", "llm_price_in", default=0.0, help="Price of a million tokens in, for the estimate."),
    click.option("--llm-price-out", "llm_price_out", default=0.0, help="Price of a million tokens out."),
    click.option("--yes", "llm_yes", is_flag=True, help="Do not ask before a language model is used."),
)

"""An OpenAI-compatible chat endpoint: a local Ollama, llama.cpp or vLLM server, or a hosted one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tadmur.extract.llm.contract import messages, response_schema
from tadmur.terms.errors import MissingExtra, ReportError, ServiceError

if TYPE_CHECKING:
    import openai
    from openai import OpenAI

NO_KEY = "none"
"""What is sent to endpoints that want no key."""


@dataclass(frozen=True)
class Endpoint:
    """Where a model is asked, and how patiently.

    Attributes:
        url: base address that ends before ``/chat/completions``, e.g. ``http://localhost:11434/v1``.
        model: its name there.
        key_variable: environment variable with the key; the key itself is never kept or shown.
        timeout_s: seconds for one answer.
        attempts: how often a request is made before it counts as failed; pauses grow, ``Retry-After`` is obeyed.
    """

    url: str
    model: str
    key_variable: str = "OPENAI_API_KEY"
    timeout_s: float = 120.0
    attempts: int = 5

    @cached_property
    def _client(self) -> OpenAI:
        try:
            from openai import OpenAI
        except ImportError as error:
            raise MissingExtra(
                "the client for language models is not installed", remedy="Run: pip install 'tadmur[llm]'"
            ) from error
        key = os.environ.get(self.key_variable) or NO_KEY
        return OpenAI(base_url=self.url, api_key=key, timeout=self.timeout_s, max_retries=self.attempts - 1)

    def ask(self, text: str, *, language: str | None) -> str:
        """The model's raw answer for one stretch of text.

        Raises:
            ServiceError: nobody answers at the address, or the key or the model is refused.
            ReportError: this text gets no answer in time, or is refused.
        """
        import openai

        try:
            return self._ask(text, language)
        except openai.APIError as error:
            raise self._told(error) from error

    def _told(self, error: openai.APIError) -> ReportError | ServiceError:
        """What went wrong in the user's words: an error of one text, or of the whole service."""
        import openai

        again = "Run the same command again: what was answered is kept"
        kind: type[ReportError | ServiceError]
        refused = (openai.AuthenticationError, openai.PermissionDeniedError)
        if isinstance(error, openai.APITimeoutError):
            kind, message = ReportError, f"the model gave no answer within {self.timeout_s:g} s, {self.attempts} times"
            remedy = f"{again}; or raise --llm-timeout"
        elif isinstance(error, openai.APIConnectionError):
            kind, message = ServiceError, f"nobody answers ({error.__cause__ or error})"
            remedy = "Start the server or correct --llm-url; the same command then goes on where it ended"
        elif isinstance(error, refused):
            kind, message, remedy = ServiceError, "the key is refused", f"Put a valid one into {self.key_variable}"
        elif isinstance(error, openai.NotFoundError):
            kind, message = ServiceError, f"there is no model {self.model!r}, or the address is wrong"
            remedy = "Correct --llm-model or --llm-url (it ends before /chat/completions)"
        elif isinstance(error, openai.RateLimitError):
            kind, message = ServiceError, f"the service is still over its limit after {self.attempts} attempts"
            remedy = f"Wait. {again}"
        elif isinstance(error, openai.APIStatusError):
            kind, message, remedy = ReportError, f"the service answers with status {error.status_code}", again
        else:
            kind, message, remedy = ReportError, f"the service's answer cannot be read ({error.message})", again
        return kind(message, where=self.url, remedy=remedy)

    def _ask(self, text: str, language: str | None) -> str:
        import openai

        shape: dict[str, Any] = {"name": "claims", "schema": response_schema(), "strict": True}
        try:
            return self._complete(text, language, {"type": "json_schema", "json_schema": shape})
        except openai.BadRequestError as error:
            if "response_format" not in str(error) and "json_schema" not in str(error):
                raise
        return self._complete(text, language, None)

    def _complete(self, text: str, language: str | None, response_format: dict[str, Any] | None) -> str:
        form: dict[str, Any] = {"response_format": response_format} if response_format else {}
        completion = self._client.chat.completions.create(
            model=self.model, messages=messages(text, language=language), temperature=0, seed=0, **form
        )
        return (completion.choices[0].message.content or "") if completion.choices else ""

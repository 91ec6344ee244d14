import { h, replace } from "../dom.js";
import { page } from "../page.js";

page(async (sheet) => {
  const api = await fetch("/api/v1/openapi.json")
    .then((answer) => (answer.ok ? answer : fetch("/openapi.json")))
    .then((answer) => answer.json());
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ path, method, ...call })),
  );
  const tags = [...new Set(calls.map((call) => call.tags?.[0] ?? "other"))];
  replace(
    sheet,
    h("h1", null, "Interface for programs"),
    h(
      "p",
      { class: "lead" },
      "Everything these pages show is fetched from here, as JSON. The description for tools is ",
      h("a", { href: "/openapi.json" }, "openapi.json"),
      ". Errors have one shape (RFC 9457); lists are paged by a cursor.",
    ),
    tags.map((tag) => [
      h("h2", null, tag),
      h(
        "dl",
        { class: "methods" },
        calls
          .filter((call) => (call.tags?.[0] ?? "other") === tag)
          .map((call) => [
            h("dt", null, h("code", null, `${call.method.toUpperCase()} ${call.path}`)),
            h(
              "dd",
              null,
              h("p", null, call.summary ?? ""),
              call.description && call.description !== call.summary
                ? h("p", { class: "byline" }, call.description)
                : null,
              call.parameters?.length
                ? h(
                    "ul",
                    { class: "byline" },
                    call.parameters
                      .filter((parameter) => parameter.in !== "header")
                      .map((parameter) =>
                        h(
                          "li",
                          null,
                          h("code", null, parameter.name),
                          parameter.required ? " (required)" : "",
                          parameter.description ? `: ${parameter.description}` : "",
                        ),
                      ),
                  )
                : null,
            ),
          ]),
      ),
    ]),
  );
});

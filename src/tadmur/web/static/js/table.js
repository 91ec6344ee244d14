/** Tables that filter, sort, page and export what they show. Their whole state is in the address. */

import { address, get } from "./api.js";
import { append, h, replace } from "./dom.js";
import { number } from "./format.js";
import { onRevision } from "./live.js";
import { clocks, query, read, write } from "./state.js";
import { forgetful } from "./timing.js";

/**
 * @typedef {object} Column
 * @property {string} label
 * @property {string} [sort] what the server sorts by
 * @property {string} [className]
 * @property {(row: any) => any} cell
 */
/**
 * @typedef {object} Filter
 * @property {string} key query parameter
 * @property {string} label
 * @property {"text"|"date"|"choice"} [type]
 * @property {[string, string][]} [choices] value and words
 * @property {boolean} [quiet] offered only where the address has a value for it
 */

/**
 * @param {HTMLElement} root
 * @param {{path: string, name: string, noun: [string, string], columns: Column[], filters: Filter[], clocked?: boolean,
 *   fixed?: Record<string, any>, limit?: number, empty?: string, rowId?: (row: any) => string}} spec
 */
export function table(root, spec) {
  const clocked = spec.clocked !== false;
  let trail = [];
  const body = h("tbody"),
    head = h("tr"),
    count = h("p", { class: "count", role: "status" });
  const before = h(
    "button",
    {
      type: "button",
      onclick: () => {
        trail.pop();
        load();
      },
    },
    "Earlier page",
  );
  const next = h("button", { type: "button" }, "Next page");
  const exports = h("span", { class: "exports" });

  const parameters = () => {
    const asked = { ...(clocked ? clocks() : {}), ...spec.fixed };
    for (const filter of spec.filters) asked[filter.key] = read(filter.key);
    asked.sort = read("sort");
    asked.order = read("order");
    return asked;
  };

  async function load(signal) {
    const asked = parameters();
    const answer = await get(spec.path, { ...asked, limit: spec.limit ?? 50, cursor: trail.at(-1) }, { signal });
    replace(
      body,
      answer.items.length
        ? answer.items.map((row) =>
            h(
              "tr",
              { id: spec.rowId?.(row) },
              spec.columns.map((column, i) =>
                h(
                  i === 0 && column.head ? "th" : "td",
                  {
                    class: column.className,
                    "data-label": column.label,
                    ...(i === 0 && column.head ? { scope: "row" } : {}),
                  },
                  column.cell(row),
                ),
              ),
            ),
          )
        : h(
            "tr",
            null,
            h("td", { class: "empty", colspan: spec.columns.length }, spec.empty ?? "Nothing fits these filters."),
          ),
    );
    const start = trail.length * (spec.limit ?? 50);
    count.textContent = answer.items.length
      ? `${number(start + 1)} to ${number(start + answer.items.length)} of ${number(answer.total)} ${spec.noun[answer.total === 1 ? 0 : 1]}`
      : `No ${spec.noun[1]}`;
    before.disabled = !trail.length;
    next.disabled = !answer.next;
    next.onclick = () => {
      trail.push(answer.next);
      load().then(() => head.closest("table").scrollIntoView({ block: "nearest" }));
    };
    replace(
      exports,
      "Save as ",
      ...["csv", "jsonl"]
        .map((format) =>
          h(
            "a",
            { href: address(spec.path, { ...asked, format }), download: `${spec.name}.${format}` },
            format.toUpperCase(),
          ),
        )
        .flatMap((link, i) => (i ? [" or ", link] : [link])),
    );
    heads();
    return answer;
  }

  function heads() {
    const sort = read("sort"),
      order = read("order", "asc");
    replace(
      head,
      spec.columns.map((column) => {
        const on = column.sort && sort === column.sort;
        const turn = () => {
          write({ sort: column.sort, order: on && order === "asc" ? "desc" : "asc" });
          fresh();
        };
        return h(
          "th",
          {
            scope: "col",
            class: column.className,
            "aria-sort": on ? (order === "asc" ? "ascending" : "descending") : null,
          },
          column.sort
            ? h(
                "button",
                { type: "button", class: "sort", onclick: turn },
                column.label,
                h("span", { "aria-hidden": "true" }, on ? (order === "asc" ? " ↑" : " ↓") : ""),
              )
            : column.label,
        );
      }),
    );
  }

  const later = forgetful(180, (signal) => {
    trail = [];
    return load(signal);
  });
  const fresh = () => {
    trail = [];
    return load();
  };
  const form = h(
    "form",
    { class: "filters", role: "search", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
    spec.filters.map((filter) => {
      const changed = (event) => {
        write({ [filter.key]: event.target.value });
        later().catch(() => {});
      };
      const value = query().get(filter.key) ?? "";
      if (filter.quiet && !value) return null;
      const field = filter.choices
        ? h(
            "select",
            { onchange: changed },
            [["", "all"], ...filter.choices].map(([key, text]) =>
              h("option", { value: key, selected: key === value }, text),
            ),
          )
        : h("input", { type: filter.type === "date" ? "date" : "search", value, oninput: changed });
      return h("label", null, filter.label, field);
    }),
    h(
      "button",
      {
        type: "reset",
        onclick: () => {
          write(Object.fromEntries([...spec.filters.map((f) => [f.key, ""]), ["sort", ""], ["order", ""]]));
          setTimeout(() => {
            clear();
            fresh();
          });
        },
      },
      "Clear",
    ),
  );
  const clear = () => {
    for (const field of form.querySelectorAll("input, select")) field.value = "";
  };

  const narrow = matchMedia("(max-width: 40rem)").matches;
  append(root, [
    spec.filters.length === 0
      ? null
      : narrow
        ? h("details", { class: "folded" }, h("summary", null, "Filters"), form)
        : form,
    h("div", { class: "table-head" }, count, exports),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": `Table of ${spec.noun[1]}` },
      h("table", null, h("thead", null, head), body),
    ),
    h("div", { class: "pager" }, before, next),
  ]);
  heads();
  onRevision(() => load());
  return { load: fresh };
}

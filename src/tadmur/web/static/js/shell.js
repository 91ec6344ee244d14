/** The frame of every page: search, theme, menu, help, problems. */

import { get } from "./api.js";
import { all, h, one, replace } from "./dom.js";
import { counted } from "./format.js";
import { say } from "./live.js";
import { carryClocks, href, write } from "./state.js";
import { hatchings } from "./symbols.js";
import { forgetful } from "./timing.js";

const KINDS = { place: "Place", party: "Party", source: "Source", report: "Report" };

/** Shortcuts that hold everywhere; pages add theirs. */
const SHORTCUTS = [
  ["/", "search"],
  ["?", "this list"],
  ["g m", "map"],
  ["g r", "reports"],
  ["g c", "claims"],
  ["g s", "sources"],
  ["g x", "contradictions"],
  ["g f", "figures"],
  ["g v", "review"],
];
const GO = { m: "/", r: "/reports", c: "/claims", s: "/sources", x: "/contradictions", f: "/figures", v: "/review" };
const ON_PAGE = {
  map: [
    ["space", "play or pause"],
    [", and .", "a day back or on"],
    ["< and >", "a month back or on"],
    ["c", "compare two days"],
    ["h", "the whole monitor"],
    ["Esc", "close the place"],
  ],
  review: [
    ["j and k", "next and previous"],
    ["a", "accept"],
    ["r", "reject"],
    ["c", "correct"],
    ["m", "merge"],
    ["s", "split"],
    ["g", "grade the source"],
    ["t", "comment"],
    ["u", "undo the last act"],
    ["Enter", "open the report"],
  ],
};

/** Set up the frame; call once. */
export function shell() {
  document.body.prepend(hatchings());
  carryClocks();
  themes();
  search(one("#search"), one("#found"));
  const menu = one(".menu-button"),
    nav = one("#nav");
  menu.addEventListener("click", () => {
    const open = menu.getAttribute("aria-expanded") !== "true";
    menu.setAttribute("aria-expanded", String(open));
    nav.classList.toggle("open", open);
  });
  one("#help").addEventListener("click", help);
  document.addEventListener("preparing", (event) => say(event.detail, { quietly: true }));
  let prefix = "";
  document.addEventListener("keydown", (event) => {
    if (
      event.target.closest("input, select, textarea, [contenteditable]") ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    if (event.key === "/") {
      event.preventDefault();
      one("#search").focus();
    } else if (event.key === "?") help();
    else if (prefix === "g" && GO[event.key]) {
      event.stopImmediatePropagation();
      location.assign(href(GO[event.key]));
    }
    prefix = event.key === "g" ? "g" : "";
  });
}

/** Show a problem where people look, in the server's words. */
export function showProblem(problem, root = one("#sheet") ?? one("#panel") ?? one("#main")) {
  if (problem?.name === "AbortError") return;
  if (!(problem instanceof Error) || !("remedy" in problem)) console.error(problem);
  replace(
    root,
    h(
      "div",
      { class: "problem", role: "alert" },
      h("strong", null, problem.title ?? "Something went wrong"),
      h("p", null, problem.message ?? String(problem)),
      problem.remedy ? h("p", null, problem.remedy) : null,
    ),
  );
}

function themes() {
  const root = document.documentElement,
    button = one("#theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shown = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const label = () => {
    const next = shown() === "dark" ? "light" : "dark";
    button.textContent = shown() === "dark" ? "☀" : "☾";
    button.setAttribute("aria-label", `Change to ${next}`);
    document.dispatchEvent(new Event("themechange"));
  };
  button.addEventListener("click", () => {
    root.dataset.theme = shown() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      /* storage may be closed: it holds for this page */
    }
    label();
  });
  dark.addEventListener("change", label);
  label();
}

/** A search that knows every alias in every script, as a combobox: arrows choose, Enter opens. */
function search(input, list) {
  let chosen = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const show = (items, words) => {
    replace(
      list,
      items.length
        ? items.map((item, i) =>
            h(
              "li",
              { id: `found-${i}`, role: "option", "aria-selected": "false" },
              h(
                "a",
                { href: target(item), tabindex: -1, onclick: (event) => open(event, item, close) },
                h("span", { class: "found-name", dir: "auto" }, item.name),
                item.matched && item.matched !== item.name
                  ? h("span", { class: "found-alias", dir: "auto" }, item.matched)
                  : null,
                h(
                  "span",
                  { class: "found-kind" },
                  [KINDS[item.kind] ?? item.kind, item.detail].filter(Boolean).join(", "),
                ),
              ),
            ),
          )
        : h("li", { class: "nothing" }, `Nothing is called “${words}”.`),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    chosen = -1;
  };
  const ask = forgetful(150, async (signal) => {
    const words = input.value.trim();
    if (!words) return close();
    const answer = await get("/search", { q: words }, { signal });
    return show(found(answer), words);
  });
  input.addEventListener("input", () => ask().catch(() => {}));
  input.addEventListener("keydown", (event) => {
    const options = all("[role=option]", list);
    if (event.key === "Escape") {
      close();
      input.value = "";
      input.blur();
    }
    if (!options.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
      input.setAttribute("aria-activedescendant", options[chosen].id);
    } else if (event.key === "Enter") one("a", options[Math.max(0, chosen)]).click();
  });
  input.addEventListener("focusout", () =>
    setTimeout(() => {
      if (!list.matches(":focus-within, :hover")) close();
    }, 120),
  );
}

/** The parts of an answer as one list. */
function found({ places, parties, sources, reports }) {
  return [
    ...places.map((each) => ({
      kind: "place",
      id: each.place_id,
      name: each.name,
      matched: each.matched,
      detail: [each.admin1, each.country].filter(Boolean).join(", "),
    })),
    ...parties.map((each) => ({ kind: "party", id: each.actor_id, name: each.name })),
    ...sources.map((each) => ({
      kind: "source",
      id: each.key,
      name: each.name,
      detail: counted(each.claims, "claim"),
    })),
    ...reports.map((each) => ({
      kind: "report",
      id: each.report_id,
      name: each.title ?? each.publisher ?? each.report_id,
      detail: each.publisher,
    })),
  ];
}

function target(item) {
  const id = encodeURIComponent(item.id);
  return (
    {
      place: () => href("/", { place: item.id }),
      party: () => href("/claims", { party: item.id }),
      source: () => href(`/sources/${id}`),
      report: () => href(`/reports/${id}`),
    }[item.kind]?.() ?? "#"
  );
}

/** On the map a place is shown without leaving the page. */
function open(event, item, close) {
  if (item.kind !== "place" || document.documentElement.dataset.page !== "map") return;
  event.preventDefault();
  close();
  const shown = new CustomEvent("chooseplace", { detail: item.id, cancelable: true });
  document.dispatchEvent(shown);
  if (new URLSearchParams(location.search).get("place") !== item.id) {
    write({ place: item.id });
    location.reload();
  }
}

function help() {
  const own = ON_PAGE[document.documentElement.dataset.page] ?? [];
  const rows = (pairs) =>
    h(
      "dl",
      null,
      pairs.map(([keys, text]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, text))),
    );
  const dialog = h(
    "dialog",
    { class: "help", "aria-label": "Keyboard shortcuts" },
    h("h2", null, "Keyboard"),
    own.length ? [h("h3", null, "On this page"), rows(own)] : null,
    h("h3", null, "Everywhere"),
    rows(SHORTCUTS),
    h("form", { method: "dialog" }, h("button", null, "Close")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

import { h, one, replace } from "../dom.js";
import { shell } from "../shell.js";

shell();
replace(
  one("#sheet"),
  h("h1", null, "Nothing here"),
  h(
    "p",
    { class: "lead" },
    "There is no page at this address. Search above finds places, parties, sources and reports by any of their names.",
  ),
);
document.documentElement.dataset.ready = "true";

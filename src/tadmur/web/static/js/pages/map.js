/** The map: who holds what on a day, as known by a time. */

import { get, getBytes } from "../api.js";
import { h, one, replace } from "../dom.js";
import { day, percent, toDay, toNumber } from "../format.js";
import { onRevision } from "../live.js";
import { Clock } from "../map/clock.js";
import { Frames } from "../map/frames.js";
import { drawLegend, drawTools } from "../map/furniture.js";
import { Panel } from "../map/panel.js";
import { Swipe } from "../map/swipe.js";
import { readCells } from "../map/project.js";
import { MapView, openBase } from "../map/view.js";
import { meta } from "../meta.js";
import { shell, showProblem } from "../shell.js";
import { read, write } from "../state.js";
import { LABELS } from "../symbols.js";

const AHEAD = 6;

async function start() {
  shell();
  const camera = { letters: read("names", "latin") };
  const at = read("at").split(",").map(Number);
  if (at.length === 3 && at.every(Number.isFinite)) Object.assign(camera, { center: [at[1], at[0]], zoom: at[2] });
  const coming = get("/map/places");
  coming.catch(() => {});
  const base = openBase(one("#map"), camera);
  const about = await meta();
  const state = {
    asOf: within(read("as_of"), about.days) || about.days.shown,
    before: within(read("before"), about.days),
    knownBy: read("known_by"),
  };
  const frames = new Frames();
  frames.prefetch([[state.asOf, state.knownBy]]);
  const places = await coming;
  performance.mark("places");
  const view = new MapView(base, places, about.parties, camera);
  const order = new Map(places.place_id.map((id, i) => [id, i]));
  const swipe = new Swipe(one("#swipe"), (share, settled) => {
    view.control.split = share;
    view.control.repaint();
    if (settled) write({ swipe: share === 0.5 ? "" : share.toFixed(2) });
  });
  let asked = 0;
  async function showDay({ settled = true } = {}) {
    const turn = ++asked;
    const wanted = [frames.get(state.asOf, state.knownBy)];
    if (state.before) wanted.push(frames.get(state.before, state.knownBy));
    const [frame, earlier] = await Promise.all(wanted);
    if (turn !== asked) return;
    state.frame = frame;
    view.control.setDay(frame, "after");
    if (earlier) view.control.setDay(earlier, "before");
    view.control.split = state.before ? swipe.share : 0;
    swipe.show(state.before, state.asOf);
    neighbours();
    panel.showDay(state.asOf, state.knownBy, frame, settled);
    if (!settled) return;
    write({ as_of: state.asOf === about.days.shown ? "" : state.asOf, before: state.before, known_by: state.knownBy });
    get("/map/vague", { as_of: state.asOf, known_by: state.knownBy }).then(
      (vague) => view.setVague(vague),
      () => {},
    );
  }

  function neighbours() {
    const here = toNumber(state.asOf),
      pace = clock.playing ? Number(clock.pace.value) : 1;
    const steps = clock.playing
      ? Array.from({ length: AHEAD * 2 }, (_, i) => i + 1)
      : Array.from({ length: AHEAD }, (_, i) => (i % 2 ? -1 : 1) * (1 + (i >> 1)));
    const days = steps
      .map((step) => here + step * pace)
      .filter((number) => number >= toNumber(about.days.first) && number <= toNumber(about.days.last))
      .map(toDay);
    frames.prefetch(days.map((each) => [each, state.knownBy]));
  }

  const clock = new Clock(one("#clock"), about.days, state, async (change, settled) => {
    Object.assign(state, change);
    await showDay({ settled }).catch(showProblem);
  });

  const panel = new Panel(one("#panel"), {
    about,
    places,
    view,
    choose: (index, options) => choose(index, options),
    goTo: (date) => {
      state.asOf = within(date, about.days) || state.asOf;
      clock.show({ asOf: state.asOf });
      return showDay();
    },
  });

  function choose(index, { fly = false, push = true } = {}) {
    view.choose(index, { fly });
    write({ place: index < 0 ? "" : places.place_id[index], claim: "" }, { push });
    panel.showPlace(index);
  }

  view.onChoose = (index) => choose(index);
  const hover = one("#hover");
  view.onHover = (index, point) => {
    hover.hidden = index < 0;
    view.map.getCanvas().style.setProperty("cursor", index < 0 ? "" : "pointer");
    if (index < 0) return;
    hover.style.setProperty("--x", `${point.x}px`);
    hover.style.setProperty("--y", `${point.y}px`);
    hover.classList.toggle("flip", point.x > view.map.getCanvas().clientWidth - 220);
    replace(hover, h("strong", null, places.name[index]), h("span", null, inWords(about, state.frame, index)));
  };
  view.onMove = ({ lng, lat, zoom }) => {
    write({ at: `${lat.toFixed(4)},${lng.toFixed(4)},${zoom.toFixed(2)}` });
    panel.moved();
  };

  drawTools(one(".map-tools"), view, {
    letters: camera.letters,
    setLetters: (letters) => {
      view.setLetters(letters);
      write({ names: letters === "latin" ? "" : letters });
    },
    setCells: (shown) => {
      view.control.cellsShown = shown;
      view.control.moved();
      write({ cells: shown ? "" : "off" });
    },
    cells: read("cells") !== "off",
  });
  view.control.cellsShown = read("cells") !== "off";
  drawLegend(one("#legend"), about);
  drawMargin(about);
  document.addEventListener("themechange", () => {
    view.repaint();
    clock.draw();
  });
  document.addEventListener("keydown", (event) => keys(event, clock, view, () => choose(-1)));
  document.addEventListener("chooseplace", (event) => {
    const i = order.get(event.detail);
    if (i !== undefined) choose(i, { fly: true });
  });
  addEventListener("popstate", () => {
    Object.assign(state, {
      asOf: within(read("as_of"), about.days) || about.days.shown,
      before: within(read("before"), about.days),
      knownBy: read("known_by"),
    });
    clock.show(state);
    showDay().catch(showProblem);
    panel.open(order);
  });

  swipe.share = Number(read("swipe")) || 0.5;
  const first = showDay();
  await first;
  performance.mark("first-day");
  getBytes("/map/cells").then(({ bytes }) => {
    view.control.setCells(readCells(bytes));
    performance.mark("cells");
  }, showProblem);
  const whole = () => {
    performance.mark("first-map");
    document.documentElement.dataset.ready = "true";
  };
  view.map.loaded() ? whole() : view.map.once("idle", whole);
  if (order.has(read("place"))) {
    view.choose(order.get(read("place")), { fly: !camera.center });
  }
  panel.open(order);
  get("/map/changes", { from: about.days.first, to: about.days.last }).then(
    ({ days, changes }) => clock.setChanges(days, changes),
    () => {},
  );
  onRevision(async () => {
    const now = await get("/map/places");
    if (now.place_id.join() !== places.place_id.join()) {
      location.reload();
      return;
    }
    frames.forget();
    await showDay();
    panel.refresh();
  });
  Object.assign(window, { tadmur: { view, clock, frames, state, showDay } });
}

/** A day of the ledger, or nothing. */
function within(text, days) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return "";
  return text < days.first ? days.first : text > days.last ? days.last : text;
}

function inWords(about, frame, index) {
  if (!frame) return "";
  const [top, probability, label] = frame.subarray(index * 4, index * 4 + 3);
  if (top === 255 || LABELS[label] === "unknown") return "unknown";
  const who = top === 254 ? "contested" : (about.parties[top]?.name ?? "?");
  const how =
    { claimed_only: ", claimed only", stale: ", stale", contested: top === 254 ? "" : ", contested" }[LABELS[label]] ??
    "";
  return `${who} ${percent(probability / 255)}${how}`;
}

function drawMargin(about) {
  const { set, version } = about.boundaries;
  replace(
    one("#margin"),
    h("span", null, `Boundaries: ${set}, ${version}`),
    h("span", { class: "wide" }, "Web Mercator. Dashed lines are disputed or not settled."),
    h("a", { href: "/about#boundaries" }, "Made with Natural Earth"),
  );
}

function keys(event, clock, view, close) {
  if (
    event.target.closest("input:not([type=range]), select, textarea, [role=slider]") ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const actions = {
    " ": () => clock.toggle(),
    ",": () => clock.step(-1),
    ".": () => clock.step(1),
    "<": () => clock.step(-30),
    ">": () => clock.step(30),
    c: () => clock.toggleCompare(),
    Escape: close,
    h: () => view.map.fitBounds(view.bounds(), view.whole()),
  };
  if (event.key === " " && event.target.closest("button, a, summary")) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

start().catch(showProblem);

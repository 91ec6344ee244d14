/** The base map: Natural Earth from the shipped tiles, in the colours of the page. Names are drawn by labels.js. */

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const zoomed = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];

/** Style without glyphs and sprites: one source, and what is asked of it comes from this host. */
export function baseStyle() {
  const line = (id, source, colour, width, dashes) => ({
    id,
    type: "line",
    source: "base",
    "source-layer": source,
    layout: { "line-join": "round" },
    paint: { "line-color": css(colour), "line-width": width, ...(dashes ? { "line-dasharray": dashes } : {}) },
  });
  return {
    version: 8,
    sources: {
      base: { type: "vector", url: `pmtiles://${location.origin}/basemap/world.pmtiles` },
      vague: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": css("--sea") } },
      {
        id: "land",
        type: "fill",
        source: "base",
        "source-layer": "land",
        paint: { "fill-color": css("--land"), "fill-antialias": false },
      },
      {
        id: "lakes",
        type: "fill",
        source: "base",
        "source-layer": "lakes",
        paint: { "fill-color": css("--lake"), "fill-antialias": false },
      },
      line("coast", "land", "--water-line", 0.8),
      line("rivers", "rivers", "--water-line", zoomed(3, 0.4, 9, 1.6)),
      line("units", "units", "--admin", 0.9, [1.5, 2.5]),
      line("borders", "borders", "--border", zoomed(2, 0.6, 8, 1.6)),
      line("disputed", "disputed", "--border", zoomed(2, 0.6, 8, 1.6), [4, 3]),
      {
        id: "vague-fill",
        type: "fill",
        source: "vague",
        paint: { "fill-color": css("--ink"), "fill-opacity": 0.045, "fill-antialias": false },
      },
      {
        id: "vague-line",
        type: "line",
        source: "vague",
        paint: { "line-color": css("--ink"), "line-width": 1.1, "line-dasharray": [3, 2.5] },
      },
      // Names of towns and countries are asked for, not drawn, here.
      {
        id: "towns",
        type: "circle",
        source: "base",
        "source-layer": "towns",
        paint: { "circle-radius": 0, "circle-opacity": 0 },
      },
      {
        id: "countries",
        type: "circle",
        source: "base",
        "source-layer": "countries",
        paint: { "circle-radius": 0, "circle-opacity": 0 },
      },
    ],
  };
}

/** Paint of the vague places' layers: outline and tint in the colour of the most probable holder. */
export function vaguePaint(parties, chosenId) {
  const known = parties.flatMap((party, index) => [index, party.colour]);
  const colour = known.length ? ["match", ["get", "party"], ...known, css("--ink")] : css("--ink");
  const chosen = ["==", ["get", "place_id"], chosenId];
  return {
    "vague-fill": { "fill-color": colour, "fill-opacity": ["case", [">", ["get", "party"], 253], 0.05, 0.12] },
    "vague-line": { "line-color": colour, "line-width": ["case", chosen, 2.6, 1.3] },
  };
}

/** Colours of the theme for the canvas that shows who holds what, parts from 0 to 1. */
export function themePalette(parties) {
  const colours = parties.slice(0, 64).map((party) => parts(party.colour));
  while (colours.length < 64) colours.push([0.42, 0.42, 0.42]);
  return { colours, ink: parts(css("--ink")), paper: parts(css("--paper")) };
}

const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);

/** From degrees and bytes to what the canvases draw. */

/** A name in the letters that were chosen, else the Latin one. */
export function inLetters(name, names, letters) {
  if (letters === "ar") return names?.ar ?? name;
  return letters === "ru" ? (names?.ru ?? names?.uk ?? name) : name;
}

/** Longitude and latitude in degrees to web Mercator, 0 to 1. */
export function mercator(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The triangles of the cells from the server's bytes, in Mercator coordinates. */
export function readCells(buffer) {
  const header = new DataView(buffer);
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  if (magic !== "TDC1") throw new Error(`cells of a form that this page does not know: ${magic}`);
  const vertices = header.getUint32(4, true),
    corners = header.getUint32(8, true);
  const degrees = new Float32Array(buffer, 12, vertices * 2);
  const place = new Uint32Array(buffer, 12 + vertices * 8, vertices);
  const triangles = new Uint32Array(buffer, 12 + vertices * 12, corners);
  const positions = new Float64Array(vertices * 2);
  for (let i = 0; i < vertices; i++) positions.set(mercator(degrees[2 * i], degrees[2 * i + 1]), 2 * i);
  return { positions, place, triangles };
}

/** Which place's cell covers each pixel: triangles filled line by line into whole numbers. */

/**
 * @param {{positions: Float64Array, place: Uint32Array, triangles: Uint32Array}} cells Mercator x, y pairs
 * @param {{x: number, y: number, world: number}} camera middle in Mercator, width of the world in pixels
 * @param {Uint32Array} into width times height; 0 stands for no place, else the place's number plus one
 * @param {{xs: Float32Array, ys: Float32Array}} room for the vertices' pixels
 */
export function layCells({ positions, place, triangles }, camera, into, width, height, { xs, ys }) {
  into.fill(0);
  const { world } = camera,
    left = camera.x * world - width / 2,
    top = camera.y * world - height / 2;
  for (let i = 0; i < place.length; i++) {
    xs[i] = positions[2 * i] * world - left;
    ys[i] = positions[2 * i + 1] * world - top;
  }
  for (let t = 0; t < triangles.length; t += 3) {
    let a = triangles[t],
      b = triangles[t + 1],
      c = triangles[t + 2],
      swap;
    if (ys[a] > ys[b]) {
      swap = a;
      a = b;
      b = swap;
    }
    if (ys[b] > ys[c]) {
      swap = b;
      b = c;
      c = swap;
    }
    if (ys[a] > ys[b]) {
      swap = a;
      a = b;
      b = swap;
    }
    const ya = ys[a],
      yb = ys[b],
      yc = ys[c];
    const first = Math.max(0, Math.ceil(ya - 0.5)),
      last = Math.min(height - 1, Math.ceil(yc - 0.5) - 1);
    if (first > last) continue;
    const xa = xs[a],
      xb = xs[b],
      xc = xs[c];
    if ((xa < 0 && xb < 0 && xc < 0) || (xa > width && xb > width && xc > width)) continue;
    const long = (xc - xa) / (yc - ya),
      upper = (xb - xa) / (yb - ya || 1),
      lower = (xc - xb) / (yc - yb || 1);
    const value = place[triangles[t]] + 1;
    for (let row = first; row <= last; row++) {
      const y = row + 0.5,
        x1 = xa + (y - ya) * long,
        x2 = y < yb ? xa + (y - ya) * upper : xb + (y - yb) * lower;
      const from = Math.max(0, Math.ceil((x1 < x2 ? x1 : x2) - 0.5)),
        to = Math.min(width, Math.ceil((x1 < x2 ? x2 : x1) - 0.5));
      for (let at = row * width + from, end = row * width + to; at < end; at++) into[at] = value;
    }
  }
}

/** Colours as the pixels of a canvas hold them: red in the lowest byte. */
export const packed = ([r, g, b], alpha) =>
  ((Math.round(alpha * 255) << 24) | (Math.round(b * 255) << 16) | (Math.round(g * 255) << 8) | Math.round(r * 255)) >>>
  0;

/** Patterns of eight by eight pixels; each state that is patterned has a bit of its own. */
export const PATTERN = { contested: 1, unknown: 2, stale: 4, claimed: 8, solid: 16 };

/** For each pixel of the pattern, the bits that are drawn there. */
export function patternTile() {
  const tile = new Uint8Array(64);
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      let bits = PATTERN.solid;
      if ((x + y) % 8 < 2) bits |= PATTERN.contested;
      if ((x === 1 && y === 1) || (x === 5 && y === 5)) bits |= PATTERN.unknown;
      if ((y === 1 && x < 5) || (y === 5 && (x > 3 || x < 1))) bits |= PATTERN.stale;
      if (y % 4 < 1) bits |= PATTERN.claimed;
      tile[y * 8 + x] = bits;
    }
  }
  return tile;
}

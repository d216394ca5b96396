// The mark of each kind of actor: its own shape as well as its own colour. The same shapes as in the reports.

const SHAPES = {
  lead: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  commercial: [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]],
  neutral: [[-1.2, -1], [1.2, -1], [0, 1.2]],
  adversary: [[0, -1.35], [1.3, 1], [-1.3, 1]],
};

/** Kinds of actors in the order of the legend, with what people call them. */
export const KINDS = {
  lead: "lead nation",
  partner: "partner",
  commercial: "commercial provider",
  neutral: "neutral",
  adversary: "adversary",
};

/** Adds the outline of a mark to a path of a canvas. */
export function addMark(path, kind, x, y, size) {
  const shape = SHAPES[kind];
  if (shape === undefined) {
    path.moveTo(x + 1.05 * size, y);
    path.arc(x, y, 1.05 * size, 0, 2 * Math.PI);
    return;
  }
  path.moveTo(x + size * shape[0][0], y + size * shape[0][1]);
  for (let n = 1; n < shape.length; n += 1) path.lineTo(x + size * shape[n][0], y + size * shape[n][1]);
  path.closePath();
}

/** A mark as the attribute `d` of an SVG path, in a box of 20 by 20. */
export function markPath(kind) {
  const shape = SHAPES[kind];
  if (shape === undefined) return "M17.4 10a7.4 7.4 0 1 1-14.8 0a7.4 7.4 0 1 1 14.8 0z";
  return `M${shape.map(([x, y]) => `${10 + 7 * x} ${10 + 7 * y}`).join("L")}z`;
}

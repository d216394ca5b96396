// Words on the canvas: outlined, so that they can be read over anything, and names that never lie over one another.

/** Writes words with a halo around them. */
export function outlined(context, words, x, y, { fill, halo }) {
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = halo;
  context.strokeText(words, x, y);
  context.fillStyle = fill;
  context.fillText(words, x, y);
}

/** The names beside marks in one picture: each once, a later one lower where an earlier one stands. */
export class NamesBeside {
  /** For a picture so wide, in CSS pixels. */
  constructor(context, font, halo, width) {
    this.context = context;
    this.font = font;
    this.halo = halo;
    this.width = width;
    this.written = [];
  }

  /** Writes a name to the right of a mark, or to its left where there is no room. */
  write(words, x, y, away, fill) {
    if (this.written.some((other) => other.words === words)) return;
    const { context } = this;
    context.font = this.font;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const width = context.measureText(words).width;
    const left = x + away + width < this.width ? x + away : x - away - width;
    const right = left + width;
    const tall = 1.15 * parseFloat(this.font.match(/[\d.]+px/)[0]);
    const beside = this.written.filter((other) => left < other.right && other.left < right);
    let top = y;
    while (beside.some((other) => Math.abs(other.y - top) < tall)) top += tall / 2;
    this.written.push({ words, left, right, y: top });
    outlined(context, words, left, top, { fill, halo: this.halo });
  }
}

// The shape of each stage on a grid of 16, as everywhere in the product: the colour never stands alone.

const GRID = 16;
const SQUARE = "M2.5 2.5h11v11h-11z";
const DISC = "M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13z";
// By the number of the stage.
const STAGES = [
  { name: "registered", line: DISC },
  { name: "land_proposed", full: "M8 1.5L15 14.5H1z" },
  { name: "land_verified", full: "M8 .8L15.2 8 8 15.2.8 8z" },
  { name: "land_accepted", full: SQUARE },
  { name: "building", full: "M2.5 8h11v5.5h-11z", line: SQUARE },
  { name: "built", full: "M8 1L15 7.5V15H1V7.5z" },
  { name: "operational", full: DISC },
];

/** Draw a stage's symbol, `size` pixels wide, around x, y; `colour(token)` gives the inks, `ring` a stronger edge. */
export function symbol(pen, stage, x, y, size, { colour, ring }) {
  const { name, full, line } = STAGES[stage] ?? STAGES[0];
  const [ink, ground] = [colour(`stage-${name}`), colour("page")];
  pen.save();
  pen.translate(x - size / 2, y - size / 2);
  pen.scale(size / GRID, size / GRID);
  const outer = new Path2D(line ?? full);
  pen.lineJoin = "round";
  pen.lineWidth = ring ? 5 : 3.5;
  pen.strokeStyle = ring ?? ground;
  pen.stroke(outer);
  pen.fillStyle = ground;
  pen.fill(outer);
  pen.fillStyle = ink;
  if (full) pen.fill(new Path2D(full));
  if (line) {
    pen.strokeStyle = ink;
    pen.lineWidth = 2;
    pen.stroke(outer);
  }
  pen.restore();
}

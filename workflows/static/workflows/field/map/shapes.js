// The pack's outlines, unpacked: whole numbers, each point as the difference to the one before.

/** [{name, level, rings: [[lon, lat], …][]}] */
export function shapesOf(area) {
  if (!area) return [];
  const ring = (numbers) => {
    let [x, y] = [0, 0];
    const points = [];
    for (let n = 0; n < numbers.length; n += 2) {
      x += numbers[n];
      y += numbers[n + 1];
      points.push([x / area.scale, y / area.scale]);
    }
    return points;
  };
  return area.outlines.map(({ name, level, rings }) => ({ name, level, rings: rings.map(ring) }));
}

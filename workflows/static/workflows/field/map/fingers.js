// Fingers (or a mouse) on the map: one moves it, two zoom it, a short touch chooses.

const STILL_PX = 8;

/** Listen on the canvas: `moved(dx, dy)`, `pinched(factor, x, y)`, `tapped(x, y)`. Returns the way to stop. */
export function fingers(canvas, { moved, pinched, tapped }) {
  const down = new Map();
  let travelled = 0;
  const place = ({ clientX, clientY }) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  const apart = () => {
    const [[x, y], [otherX, otherY]] = [...down.values()];
    return [Math.hypot(x - otherX, y - otherY), (x + otherX) / 2, (y + otherY) / 2];
  };
  const listeners = {
    pointerdown(event) {
      canvas.setPointerCapture(event.pointerId);
      if (!down.size) travelled = 0;
      down.set(event.pointerId, place(event));
    },
    pointermove(event) {
      const before = down.get(event.pointerId);
      if (!before) return;
      const now = place(event);
      const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
      travelled += Math.abs(dx) + Math.abs(dy);
      const [was] = down.size === 2 ? apart() : [0];
      down.set(event.pointerId, now);
      if (down.size === 1) moved(dx, dy);
      if (down.size === 2 && was) {
        const [is, x, y] = apart();
        pinched(is / was, x, y);
      }
    },
    pointerup(event) {
      if (down.size === 1 && travelled < STILL_PX) tapped(...place(event));
      down.delete(event.pointerId);
    },
    pointercancel: (event) => down.delete(event.pointerId),
    wheel(event) {
      event.preventDefault();
      pinched(event.deltaY < 0 ? 1.25 : 0.8, ...place(event));
    },
  };
  for (const [name, listener] of Object.entries(listeners)) canvas.addEventListener(name, listener, { passive: false });
  return () => Object.entries(listeners).forEach(([name, listener]) => canvas.removeEventListener(name, listener));
}

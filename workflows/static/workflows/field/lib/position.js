// The phone's own position: watched while a form or the map is open, with its accuracy and how old the fix is.

const WATCH = { enableHighAccuracy: true, maximumAge: 10_000, timeout: 60_000 };
const POOR = { PERMISSION_DENIED: 1 };

let watching = null;
let latest = null;
let trouble = "";
const listeners = new Set();

/** Tell `listener({lat, lon, accuracy, at} | null, trouble)` of every fix until the returned function is called. */
export function watch(listener) {
  listeners.add(listener);
  if (latest || trouble) listener(latest, trouble);
  if (watching === null && navigator.geolocation) watching = navigator.geolocation.watchPosition(fix, failed, WATCH);
  return () => {
    listeners.delete(listener);
    if (!listeners.size && watching !== null) {
      navigator.geolocation.clearWatch(watching);
      watching = null;
    }
  };
}

/** The last fix as an item carries it, its age counted to now; null when there was none. */
export function here() {
  if (!latest) return null;
  const age = Math.max(0, Math.round((Date.now() - latest.at) / 1000));
  return { lat: latest.lat, lon: latest.lon, accuracy_m: latest.accuracy, fix_age_s: age };
}

function fix({ coords, timestamp }) {
  const round = (value) => Math.round(value * 1e6) / 1e6;
  latest = {
    lat: round(coords.latitude),
    lon: round(coords.longitude),
    accuracy: Math.round(coords.accuracy * 10) / 10,
    at: timestamp,
  };
  trouble = "";
  for (const listener of listeners) listener(latest, trouble);
}

function failed(error) {
  trouble = error.code === POOR.PERMISSION_DENIED ? "position_forbidden" : "position_searching";
  for (const listener of listeners) listener(latest, trouble);
}

// Where this device is.

const WAIT_MS = 20_000;

/** Can a page ask for the position at all? Browsers allow it only over HTTPS and on this very machine. */
export function canLocate() {
  return "geolocation" in navigator && globalThis.isSecureContext;
}

/** The device's position now: {longitude, latitude, accuracy} in degrees and metres. Rejects when it is not given. */
export function devicePosition() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, {
      enableHighAccuracy: true,
      timeout: WAIT_MS,
      maximumAge: 0,
    });
  });
}

/** A position as people read and paste it: "-2.209900, 113.921300". */
export function asPair(longitude, latitude) {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}

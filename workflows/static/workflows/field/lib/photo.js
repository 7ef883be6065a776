// A photo as the phone keeps and sends it: 1,600 px on the long side, about 300 kB, with a small one for the first look.

import { sha256 } from "./hash.js";

const LONG_SIDE = 1600;
const THUMB_SIDE = 320;
// Five photos with their small ones stay below 1.6 MB.
const MOST_BYTES = 295_000;
const MOST_THUMB_BYTES = 18_000;
const QUALITIES = [0.82, 0.74, 0.66, 0.58, 0.5, 0.42, 0.34];

/**
 * {photo: Blob, sha256, thumb: Blob, thumbSha256} of a file of the camera or the gallery. Its EXIF data go: Android
 * strips the position anyway, and what we know of it is recorded beside it. Raises when the file is no picture.
 */
export async function prepare(file) {
  const picture = await createImageBitmap(file);
  try {
    const photo = await drawn(picture, LONG_SIDE, MOST_BYTES);
    const thumb = await drawn(picture, THUMB_SIDE, MOST_THUMB_BYTES);
    return { photo, sha256: await hashOf(photo), thumb, thumbSha256: await hashOf(thumb) };
  } finally {
    picture.close();
  }
}

export async function hashOf(blob) {
  return sha256(await blob.arrayBuffer());
}

async function drawn(picture, longSide, mostBytes) {
  let scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  for (;;) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (blob && blob.size <= mostBytes) return blob;
    }
    // Leaves against the sky: a little smaller rather than mud.
    scale *= 0.8;
  }
}

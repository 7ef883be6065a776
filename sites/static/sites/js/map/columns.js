// The container of the layers (sites/layers/columns.py): a JSON header, then columns of numbers as byte planes.

const MAGIC = "COLS";

/** {header, columns}: each column a typed array. Throws when the bytes are something else, or end too early. */
export function decode(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== MAGIC) throw new Error("not a layer");
  const start = 8 + new DataView(buffer).getUint32(4);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const columns = {};
  let offset = start;
  for (const { name, bytes: width, rows } of header.columns) {
    columns[name] = numbers(bytes.subarray(offset, (offset += width * rows)), width, rows);
  }
  if (offset !== bytes.length) throw new Error("the layer is cut off");
  return { header, columns };
}

function numbers(planes, width, rows) {
  if (width === 1) return planes;
  const [first, second, third, fourth] = Array.from({ length: width }, (_, plane) => planes.subarray(plane * rows, (plane + 1) * rows));
  const joined = width === 2 ? new Uint16Array(rows) : new Uint32Array(rows);
  if (width === 2) for (let row = 0; row < rows; row += 1) joined[row] = (first[row] << 8) | second[row];
  else {
    for (let row = 0; row < rows; row += 1) {
      joined[row] = (first[row] << 24) | (second[row] << 16) | (third[row] << 8) | fourth[row];
    }
  }
  return joined;
}

// Finds the fields that hold shapes and puts the editor over each.
import { PlotEditor } from "./editor.js";
import { PointPicker } from "./point-picker.js";

/** Every field with data-shape="polygon" or "point" gets its map. */
export function offerPlotEditors(root) {
  const data = root.getElementById("map-data");
  if (!data) return;
  const surroundings = JSON.parse(data.textContent);
  for (const field of root.querySelectorAll("[data-shape]")) {
    if (field.dataset.shape === "point") {
      new PointPicker(root, field, surroundings);
    } else {
      const stated = field.form.elements[surroundings.stated[field.name]] ?? null;
      const sides = (surroundings.made_of[field.name] ?? []).map((name) => field.form.elements[name]);
      new PlotEditor(root, field, surroundings, { stated, sides: sides.length && sides.every(Boolean) ? sides : null });
    }
  }
}

// The legend: what each symbol means, how many there are now, and a switch for each.

import { number } from "./config.js";
import { picture } from "./palette.js";

/** ``onToggle`` gets the value of the class whose switch was moved. */
export class Legend {
  constructor(list, symbols, onToggle) {
    this.list = list;
    this.symbols = symbols;
    list.addEventListener("change", (event) => onToggle(event.target.value));
  }

  /**
   * ``classes``: {value, label, look, count, chosen}, in order. With none chosen all are shown, so the switches of the
   * others look switched off only when there is a choice.
   */
  show(classes) {
    if (this.list.children.length !== classes.length || classes.some(({ value }, n) => this.#box(n).value !== value)) {
      this.list.replaceChildren(...classes.map((entry) => this.#item(entry)));
    }
    const choice = classes.some(({ chosen }) => chosen);
    classes.forEach(({ chosen, count }, n) => {
      const item = this.list.children[n];
      this.#box(n).checked = chosen;
      const output = item.querySelector("output");
      const words = count === null ? "" : number(count);
      if (output.value !== words) output.value = words;
      item.classList.toggle("is-off", choice && !chosen);
    });
  }

  #box(n) {
    return this.list.children[n].querySelector("input");
  }

  #item({ value, label, look }) {
    const item = document.createElement("li");
    const row = document.createElement("label");
    const box = document.createElement("input");
    const name = document.createElement("span");
    const count = document.createElement("output");
    box.type = "checkbox";
    box.value = value;
    name.textContent = label;
    row.append(box, picture(this.symbols, look), name, count);
    item.append(row);
    return item;
  }
}

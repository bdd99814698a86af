// Finds operations by words, and leaves empty fields out of what is asked. A module, so that its
// names are its own. Without this script all operations are listed, and their examples are links.

export {};

const box = /** @type {HTMLElement} */ (document.getElementById("find-operation"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("operation"));
const status = /** @type {HTMLElement} */ (document.getElementById("operations-found"));
const operations = [
  .../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("details.operation")),
];

/** @param {string | null} text */
function plain(text) {
  return (text ?? "")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

const texts = operations.map((operation) => plain(operation.textContent));

function find() {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  operations.forEach((operation, place) => {
    operation.hidden = !words.every((word) => texts[place].includes(word));
  });
  const shown = operations.filter((operation) => !operation.hidden).length;
  for (const section of document.querySelectorAll("main > section")) {
    const left = section.querySelector("details.operation:not([hidden])");
    /** @type {HTMLElement} */ (section).hidden = !left;
  }
  status.textContent = (status.dataset.text ?? "")
    .replace("{shown}", String(shown))
    .replace("{all}", String(operations.length));
}

box.hidden = false;
input.addEventListener("input", find);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches(".try")) return;
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.disabled = !field.value;
      setTimeout(() => {
        field.disabled = false;
      });
    }
  }
});

// Keys for pages: "g" and a letter goes somewhere, "c" captures, "?" lists them all.
const places = new Map();
for (const link of document.querySelectorAll("a[data-key]")) {
  if (!places.has(link.dataset.key)) places.set(link.dataset.key, link);
}
const sheet = document.getElementById("keys");
let waiting = 0;

const isTyping = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

function capture() {
  const box = document.getElementById("capture-text");
  if (!box) return;
  box.scrollIntoView({ block: "center" });
  box.focus();
}

function row(list, keys, words) {
  const term = document.createElement("dt");
  keys.forEach((key) => {
    const shown = document.createElement("kbd");
    shown.textContent = key;
    term.append(shown, " ");
  });
  const meaning = document.createElement("dd");
  meaning.textContent = words;
  list.append(term, meaning);
}

function showKeys() {
  const list = sheet?.querySelector("dl");
  if (!list || document.querySelector("dialog[open]")) return;
  list.replaceChildren();
  row(list, ["Ctrl", "K"], "capture, find or go (or /)");
  row(list, ["c"], "capture");
  for (const [key, link] of places) row(list, ["g", key], link.querySelector("span").textContent);
  row(list, ["?"], "these keys");
  sheet.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const isSecond = Date.now() - waiting < 1200;
  waiting = 0;
  if (isSecond && places.has(event.key)) {
    event.preventDefault();
    location.assign(places.get(event.key).href);
  } else if (event.key === "g") {
    waiting = Date.now();
  } else if (event.key === "c") {
    event.preventDefault();
    capture();
  } else if (event.key === "?") {
    event.preventDefault();
    showKeys();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-capture]")) return;
  event.preventDefault();
  capture();
});

// In the capture box, Ctrl + Enter keeps it; so does Enter alone, as in a search box. Shift + Enter is a new line.
document.getElementById("capture-text")?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.blur();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// One palette for capture, people and pages: Ctrl-K or "/".
const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("ul");
const captureForm = document.getElementById("capture");
let chosen = 0;
let asked = 0;
let entries = [];
let isSettled = true; // False from a key press until its answer is here: Enter then waits for it.
let isEnterWaiting = false;

const pages = () => {
  const seen = new Set();
  return [...document.querySelectorAll("a[data-key]")].flatMap((link) => {
    const label = link.querySelector("span").textContent;
    if (seen.has(label)) return [];
    seen.add(label);
    return [{ label, hint: `page · g ${link.dataset.key}`, url: link.href }];
  });
};

function keep(text, kind) {
  captureForm.elements.text.value = text;
  captureForm.querySelector(`[name=kind][value=${kind}]`).checked = true;
  captureForm.requestSubmit();
}

function captures(text) {
  if (!captureForm || text.length < 3) return [];
  return [
    { label: `Park “${text}”`, hint: "question", run: () => keep(text, "question") },
    { label: `Note “${text}”`, hint: "win", run: () => keep(text, "win") },
  ];
}

function draw() {
  chosen = Math.max(0, Math.min(chosen, entries.length - 1));
  list.replaceChildren(...entries.map((entry, index) => {
    const item = document.createElement("li");
    item.id = `palette-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(index === chosen));
    const hint = document.createElement("small");
    item.textContent = entry.label;
    hint.textContent = entry.hint ?? "";
    item.append(hint);
    item.addEventListener("click", () => choose(index));
    return item;
  }));
  input.setAttribute("aria-activedescendant", entries.length ? `palette-${chosen}` : "");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function choose(index) {
  const entry = entries[index];
  if (!entry) return;
  dialog.close();
  if (entry.run) entry.run();
  else location.assign(entry.url);
}

async function find() {
  const text = input.value.trim();
  const number = ++asked;
  const here = pages().filter((page) => page.label.toLowerCase().includes(text.toLowerCase()));
  entries = [...here, ...captures(text)];
  chosen = 0;
  draw();
  if (!text) return settle();
  const answer = await fetch(`${dialog.dataset.source}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
  if (number !== asked) return;
  if (answer.ok) entries = [...(await answer.json()), ...captures(text)];
  draw();
  settle();
}

function settle() {
  isSettled = true;
  if (isEnterWaiting) {
    isEnterWaiting = false;
    choose(chosen);
  }
}

function open() {
  if (dialog.open) return;
  input.value = "";
  isEnterWaiting = false;
  dialog.showModal();
  find();
}

if (dialog) {
  let timer = 0;
  input.addEventListener("input", () => {
    isSettled = false;
    clearTimeout(timer);
    timer = setTimeout(find, 90);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen += event.key === "ArrowDown" ? 1 : -1;
      if (chosen < 0) chosen = entries.length - 1;
      if (chosen >= entries.length) chosen = 0;
      draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isSettled) choose(chosen);
      else isEnterWaiting = true;
    }
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey;
    if (!isSlash && !((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

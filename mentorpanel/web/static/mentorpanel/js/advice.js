// Notes: Alt + A, or the button below the box, marks the line as advice, or takes the mark away.
const MARK = "! ";

function lineAt(text, place) {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  const end = text.indexOf("\n", place);
  return [start, end < 0 ? text.length : end];
}

function toggle(box) {
  const [start, end] = lineAt(box.value, box.selectionStart);
  const line = box.value.slice(start, end);
  const found = line.match(/^(\s*(?:[-*•]\s+)?)(!\s+)?/);
  const marked = Boolean(found[2]);
  const place = start + found[1].length;
  const caret = Math.max(place, box.selectionStart + (marked ? -found[2].length : MARK.length));
  box.setRangeText(marked ? "" : MARK, place, place + (marked ? found[2].length : 0), "preserve");
  box.setSelectionRange(caret, caret);
  box.focus();
  const words = marked ? "No longer marked as advice" : "Marked as advice";
  document.dispatchEvent(new CustomEvent("announce", { detail: words }));
}

for (const box of document.querySelectorAll("[data-marks-advice]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain small";
  button.textContent = "Mark this line as advice";
  button.title = "Alt + A";
  button.addEventListener("click", () => toggle(box));
  box.closest(".field").append(button);
  box.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyA") return;
    event.preventDefault();
    toggle(box);
  });
}

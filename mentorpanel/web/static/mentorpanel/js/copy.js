// Copies a field's or an element's text, and HTML beside it for programs that take it.
const textOf = (element) => ("value" in element ? element.value : element.innerText);

async function copy(button) {
  const text = textOf(document.getElementById(button.dataset.copy));
  const rich = document.getElementById(button.dataset.copyRich ?? "");
  if (rich && globalThis.ClipboardItem) {
    const parts = {
      "text/plain": new Blob([text], { type: "text/plain" }),
      "text/html": new Blob([textOf(rich)], { type: "text/html" }),
    };
    await navigator.clipboard.write([new ClipboardItem(parts)]);
  } else {
    await navigator.clipboard.writeText(text);
  }
}

function show(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  button.dataset.label ??= button.textContent;
  let said = "Copied";
  try {
    await copy(button);
  } catch {
    said = "Could not copy: mark the text and copy it by hand";
  }
  button.textContent = said;
  document.dispatchEvent(new CustomEvent("announce", { detail: said }));
  setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
});
document.addEventListener("htmx:load", (event) => show(event.detail.elt.parentElement ?? document));
show(document);

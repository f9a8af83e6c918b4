// Today, while a duty waits: Coming up is first in the page, for a phone. Where the lanes stand side by side they keep
// their places, and the page takes their order, so that Tab and speech go from left to right.
const lanes = document.querySelector(".lanes.duties-first");
const narrow = matchMedia("(max-width: 720px)");
const [duties, blind] = lanes.children;

function arrange() {
  const [first, second] = narrow.matches ? [duties, blind] : [blind, duties];
  lanes.classList.toggle("duties-first", narrow.matches);
  if (lanes.firstElementChild === first) return;
  // What is moved loses the focus, so the one that has it stays.
  if (first.contains(document.activeElement)) first.after(second);
  else lanes.prepend(first);
}

narrow.addEventListener("change", arrange);
arrange();

// Moves a card of the board: by its grip with any pointer, or with Alt and the arrow keys on its name.
const board = document.querySelector("[data-board]");
const columns = () => [...board.querySelectorAll("[data-stage]")];
const say = (words) => document.dispatchEvent(new CustomEvent("announce", { detail: words }));

function move(piece, column) {
  const form = piece.querySelector("form");
  form.elements.stage.value = column.dataset.stage;
  say(`${piece.dataset.name}: ${column.dataset.name}`);
  form.requestSubmit();
}

function under(x, y) {
  return columns().find((column) => {
    const box = column.getBoundingClientRect();
    return x >= box.left && x <= box.right && y >= box.top - 40;
  });
}

function drag(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button > 0) return;
  const piece = grip.closest("[data-piece]");
  const from = piece.closest("[data-stage]");
  const startX = event.clientX + board.scrollLeft;
  const startY = event.clientY;
  let over = from;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  piece.classList.add("dragging");

  const follow = (now) => {
    const box = board.getBoundingClientRect();
    if (now.clientX > box.right - 40) board.scrollLeft += 14;
    if (now.clientX < box.left + 40) board.scrollLeft -= 14;
    piece.style.transform = `translate(${now.clientX + board.scrollLeft - startX}px, ${now.clientY - startY}px)`;
    over = under(now.clientX, now.clientY) ?? from;
    for (const column of columns()) column.classList.toggle("over", column === over && column !== from);
  };
  const end = (now) => {
    grip.removeEventListener("pointermove", follow);
    grip.removeEventListener("pointerup", end);
    grip.removeEventListener("pointercancel", end);
    piece.classList.remove("dragging");
    piece.style.transform = "";
    for (const column of columns()) column.classList.remove("over");
    if (now.type === "pointerup" && over !== from) move(piece, over);
  };
  grip.addEventListener("pointermove", follow);
  grip.addEventListener("pointerup", end);
  grip.addEventListener("pointercancel", end);
}

function step(event) {
  const piece = event.target.closest("[data-piece]");
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!piece || !by || !event.altKey) return;
  const all = columns();
  const next = all[all.indexOf(piece.closest("[data-stage]")) + by];
  event.preventDefault();
  if (next) move(piece, next);
  else say("There is no stage beyond this one");
}

if (board) {
  board.addEventListener("pointerdown", drag);
  board.addEventListener("keydown", step);
}

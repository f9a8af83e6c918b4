// Capture without a connection: kept on the device, sent when it is back. Also starts the service worker.
const KEY = "mentorpanel-captures";
const form = document.getElementById("capture");
const held = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const hold = (items) => localStorage.setItem(KEY, JSON.stringify(items));
const say = (words) => document.dispatchEvent(new CustomEvent("announce", { detail: words }));

if ("serviceWorker" in navigator && form?.dataset.worker) {
  navigator.serviceWorker.register(form.dataset.worker).catch(() => undefined); // without it, all but reading offline works
}

function note(words) {
  let line = form.querySelector("[data-held]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.held = "";
    line.className = "held small soft";
    form.append(line);
  }
  line.textContent = words;
  line.hidden = !words;
  if (words) say(words);
}

let isSending = false;
async function send() {
  if (isSending || !navigator.onLine || !held().length) return;
  isSending = true;
  try {
    while (held().length) {
      const [first] = held();
      const body = new URLSearchParams(first);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" } });
      if (!answer.ok) break;
      hold(held().slice(1));
    }
    note(held().length ? `${held().length} still to be sent` : "Sent what was kept on this device");
  } catch {
    note(`${held().length} kept on this device until the connection is back`);
  } finally {
    isSending = false;
  }
}

form?.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  const { text, kind, for_name: who } = form.elements;
  hold([...held(), { text: text.value, kind: kind.value, for_name: who.value }]);
  text.value = "";
  note(`${held().length} kept on this device until the connection is back`);
});
if (form) {
  addEventListener("online", send);
  send();
}

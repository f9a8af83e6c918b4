// Reminders on this device: asks the browser after a press, and hands its answer to the form. Says plainly when it cannot.
const form = document.getElementById("push-device");
const words = form?.querySelector("[data-push-words]");
const button = form?.querySelector("[data-push-add]");
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const NO = "The browser has been told to show no messages from here. Its settings for this site change that.";
const SLOW_SECONDS = 10;

function tell(said) {
  words.textContent = said;
  document.dispatchEvent(new CustomEvent("announce", { detail: said }));
}

function whyNot() {
  if (!isSecureContext) return "Messages need an address that begins with https://, or localhost; this one does not.";
  if (!("serviceWorker" in navigator)) return "This browser has no service worker, or a private window, so it takes no messages.";
  if (!("PushManager" in globalThis) || !("Notification" in globalThis)) {
    return "This browser takes no messages. On an iPhone or iPad, add Mentorpanel to the Home Screen first, and open it from there.";
  }
  return Notification.permission === "denied" ? NO : "";
}

// The service worker is registered by every page; where that fails, waiting for it would never end.
function worker() {
  const late = new Promise((_, fail) => { setTimeout(() => fail(new Error("no service worker")), SLOW_SECONDS * 1000); });
  return Promise.race([navigator.serviceWorker.ready, late]);
}

const isOurs = (known) => {
  const key = known.options.applicationServerKey;
  return key !== null && textOf(key) === form.dataset.pushKey;
};

async function subscribe() {
  const { pushManager } = await worker();
  const known = await pushManager.getSubscription();
  if (known && isOurs(known)) return known;
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(form.dataset.pushKey) });
}

async function add() {
  button.disabled = true;
  try {
    if (await Notification.requestPermission() !== "granted") {
      tell(Notification.permission === "denied" ? NO : "The browser did not say yes, so nothing has changed.");
      return;
    }
    const found = await subscribe();
    form.elements.endpoint.value = found.endpoint;
    form.elements.p256dh.value = textOf(found.getKey("p256dh"));
    form.elements.auth.value = textOf(found.getKey("auth"));
    form.submit();
  } catch (error) {
    tell(`The browser could not be added: ${error.message}`);
  } finally {
    button.disabled = false;
  }
}

async function markThis() {
  const found = await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();
  if (!found) return;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(found.endpoint));
  const mark = [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const row = document.querySelector(`[data-device="${mark}"]`);
  if (!row) return;
  row.querySelector("[data-this]").hidden = false;
  button.textContent = "Add this device anew";
  row.querySelector('form[action$="/remove/"]').addEventListener("submit", async (event) => {
    event.preventDefault();
    await found.unsubscribe().catch(() => false);
    event.target.submit();
  });
}

if (form) {
  const reason = whyNot();
  words.textContent = reason || "The browser asks whether it may; nothing happens before you say yes.";
  if (!reason) {
    button.parentElement.hidden = false;
    button.addEventListener("click", add);
    markThis().catch(() => undefined); // only the mark is missing then
  }
}

// Keeps what was seen last of Today and of sessions readable without a connection. Static files keep themselves by their names.
const PAGES = "pages-1";
const STATIC = "static-1";
const isKept = (url) => url.pathname === "/" || /^\/sessions\/\d+\/$/.test(url.pathname);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== PAGES && name !== STATIC) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

async function page(request) {
  const kept = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await kept.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const before = await kept.match(request.url);
    if (before) return before;
    throw error;
  }
}

async function file(request) {
  const kept = await caches.open(STATIC);
  const before = await kept.match(request);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (event.request.method === "POST" && url.pathname === "/sign-out/") event.waitUntil(caches.delete(PAGES));
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && isKept(url)) event.respondWith(page(event.request));
  else if (/^\/static\/.*\.[0-9a-f]{12}\./.test(url.pathname)) event.respondWith(file(event.request));
});

// Reminders. Whatever comes is shown, since browsers ask for that; a press opens a page of ours and no other.
self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data?.json() ?? {}; } catch { /* no JSON: nothing of ours */ }
  const url = typeof said.url === "string" ? said.url : "/";
  // A button opens its page, where one presses once more: what is shown on a locked screen does nothing by itself.
  const buttons = (Array.isArray(said.actions) ? said.actions : []).filter((one) => typeof one?.url === "string").slice(0, 2);
  const actions = buttons.map((one) => ({ action: String(one.action), title: String(one.title) }));
  const pages = Object.fromEntries(buttons.map((one) => [String(one.action), one.url]));
  event.waitUntil(self.registration.showNotification(String(said.title ?? "Mentorpanel"), { body: String(said.body ?? ""), tag: url, actions, data: { url, pages } }));
});

function ours(path) {
  const url = URL.canParse(path, location.origin) ? new URL(path, location.origin) : new URL("/", location.origin);
  return url.origin === location.origin ? url.href : `${location.origin}/`;
}

function pageOf(data, action) {
  const { url = "/", pages = {} } = data ?? {};
  return ours(Object.hasOwn(pages, action) ? pages[action] : url);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const show = async () => {
    const href = pageOf(event.notification.data, event.action);
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = open.find((one) => one.url === href);
    return there ? there.focus() : self.clients.openWindow(href);
  };
  event.waitUntil(show());
});

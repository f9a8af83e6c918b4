// Switches light and dark at once; the form posts the choice, so that it stays.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-switch]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  const body = new FormData(form, event.submitter);
  document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  const scheme = { light: "light", dark: "dark" }[theme] ?? "light dark";
  document.querySelector('meta[name="color-scheme"]').content = scheme;
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
});

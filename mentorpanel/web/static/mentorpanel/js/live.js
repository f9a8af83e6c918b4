// Says things to screen readers: dispatch "announce" with the words as detail.
const region = document.getElementById("live");
document.addEventListener("announce", (event) => {
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = event.detail; }, 40);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "found") {
    const count = event.target.querySelectorAll("tbody tr").length;
    document.dispatchEvent(new CustomEvent("announce", { detail: count ? `${count} shown` : "Nobody fits" }));
  }
});

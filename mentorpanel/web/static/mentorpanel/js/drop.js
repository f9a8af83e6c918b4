// Files can be dropped, and their upload shows how far it is.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const form = zone.closest("form");
  const input = zone.querySelector("input[type=file]");
  const bar = zone.querySelector("progress");
  const lit = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", lit(true));
  zone.addEventListener("dragleave", lit(false));
  zone.addEventListener("drop", (event) => {
    lit(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    const button = form.querySelector("button:not([type=button])");
    bar.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (now) => {
      if (now.lengthComputable) bar.value = Math.round((now.loaded / now.total) * 100);
    });
    request.addEventListener("load", () => {
      let said = {};
      try { said = JSON.parse(request.responseText); } catch { /* a page of the server's own */ }
      if (request.status < 400) return location.assign(said.next || location.href);
      return stop(said.message || "The upload was not taken. Please try again.");
    });
    request.addEventListener("error", () => stop("The connection broke off. Please try again."));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));

    function stop(words) {
      bar.hidden = true;
      button.disabled = false;
      const note = zone.querySelector("[role=alert]") ?? zone.appendChild(document.createElement("p"));
      note.setAttribute("role", "alert");
      note.className = "late";
      note.textContent = words;
    }
  });
}

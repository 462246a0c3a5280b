// Keyboard shortcuts: an element with data-key="n" is pressed (or focused) by that key; "?" lists them all.
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

const name = (element) =>
  element.getAttribute("aria-label") || element.textContent.trim() || element.labels?.[0]?.textContent.trim() || "";

function help(document) {
  const open = document.querySelector("dialog.keys");
  if (open) return open.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  const title = document.createElement("h2");
  title.textContent = document.body.dataset.keysTitle || "?";
  const list = document.createElement("dl");
  for (const element of document.querySelectorAll("[data-key]")) {
    const key = document.createElement("dt");
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.key }));
    const what = document.createElement("dd");
    what.textContent = name(element);
    list.append(key, what);
  }
  const close = document.createElement("button");
  close.className = "button secondary";
  close.textContent = document.body.dataset.keysClose || "×";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.showModal();
}

export function keys(document) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      return help(document);
    }
    const element = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
  });
}

// A keyboard scanner types very fast and ends with Enter. What it types outside of any field of text goes to the page's
// own [data-scan], or, when there is none or it is a slip's code, to the one in the head of the page.
const slip = /\/t\/[0-9a-z]{16,}|^[0-9.]*[GH]\d\d[.\d]*-\d{6}-\d{4,6}$/i;

const takesText = (target) =>
  target.closest("textarea, select, [contenteditable]") !== null ||
  target.matches("input:not([type=radio], [type=checkbox], [type=file], [type=button], [type=submit])");

export function scan(document) {
  const own = document.querySelector("main input[data-scan]");
  const head = document.querySelector("header input[data-scan]");
  if (!own && !head) return;
  let held = "", last = 0;
  document.addEventListener("keydown", (event) => {
    if (takesText(event.target)) return;
    const now = event.timeStamp;
    if (now - last > 60) held = "";
    last = now;
    if (event.key.length === 1) held += event.key;
    if (event.key === "Enter" && held.length >= 8) {
      event.preventDefault();
      const field = own && !(head && slip.test(held)) ? own : head;
      field.value = held;
      held = "";
      field.form.requestSubmit(field.form.querySelector("button:not([type=button])"));
    }
  });
}

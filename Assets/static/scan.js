// A keyboard scanner types very fast and ends with Enter: what it types outside of any field goes to [data-scan].
export function scan(document) {
  const field = document.querySelector("input[data-scan]");
  if (!field) return;
  let held = "", last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select")) return;
    const now = event.timeStamp;
    if (now - last > 60) held = "";
    last = now;
    if (event.key.length === 1) held += event.key;
    if (event.key === "Enter" && held.length >= 8) {
      event.preventDefault();
      field.value = held;
      field.form.requestSubmit();
    }
  });
}

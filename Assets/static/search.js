// Live search: a form with data-search="ID" renews the element #ID from the same page while one types.
export function search(document) {
  for (const form of document.querySelectorAll("form[data-search]")) {
    const results = document.getElementById(form.dataset.search);
    const field = form.querySelector("input[name=q]");
    if (!results || !field) continue;
    results.setAttribute("aria-live", "polite");
    let timer, asked;
    field.addEventListener("input", (event) => {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        const url = new URL(form.action);
        url.search = new URLSearchParams(new FormData(form)).toString();
        try {
          const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
          if (!answer.ok) return;
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const fresh = page.getElementById(form.dataset.search);
          if (fresh) results.replaceChildren(...fresh.childNodes);
          history.replaceState(null, "", url);
        } catch (error) {
          if (error.name !== "AbortError") form.removeAttribute("data-search");
        }
      }, 250);
    });
  }
}

"""Keys alone: signing in and taking in are reached by Tab, and the focus is always seen."""

from house import PASSWORD, Failed

FOCUS = """() => { const one = document.activeElement; const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return { name: one.name || "", text: (one.innerText || one.value || "").trim(), tag: one.tagName,
    href: one.getAttribute("href") || "",
    seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none")
      && box.width > 0 && box.height > 0 }; }"""


def walk(visitor, found, limit=120):
    """Presses Tab until the focus is where `found` says; every stop on the way must be seen."""
    for _ in range(limit):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            continue
        visitor.checks.that(focus["seen"], f"the focus is seen on {focus['tag']} “{focus['text'][:40]}{focus['name']}”")
        if found(focus):
            return focus
    raise Failed(f"Tab never came there on {visitor.page.url}")


def run(house):
    checks = house.checks
    with house.visitor("keys") as keys:
        keys.goto("/sign-in")
        walk(keys, lambda focus: focus["name"] == "name")
        keys.page.keyboard.type("lan.tiepnhan")
        walk(keys, lambda focus: focus["name"] == "password")
        keys.page.keyboard.type(PASSWORD)
        keys.page.keyboard.press("Enter")
        keys.page.wait_for_url("**/desk")
        keys.page.keyboard.press("Tab")
        checks.equal(keys.page.evaluate(FOCUS)["href"], "#main", "the first stop leads to the content")
        walk(keys, lambda focus: focus["href"].split("?")[0] == "/desk/intake")
        keys.page.keyboard.press("Enter")
        keys.page.wait_for_url("**/desk/intake")
        walk(keys, lambda focus: focus["name"] == "q" and keys.page.evaluate(
            "() => document.activeElement.closest('main') !== null"))
        keys.page.keyboard.type("xac nhan cu tru")
        keys.page.keyboard.press("Enter")
        keys.page.wait_for_url("**q=*")
        walk(keys, lambda focus: "/desk/intake/1.010041" in focus["href"])
        keys.page.keyboard.press("Enter")
        keys.page.wait_for_url("**/desk/intake/1.010041*")
        walk(keys, lambda focus: focus["name"] == "p_name")
        keys.page.keyboard.type("Xa Thị Phím")
        walk(keys, lambda focus: focus["name"] == "do" and focus["text"] == "Tiếp nhận")
        keys.page.keyboard.press("Enter")
        keys.page.wait_for_load_state()
        checks.equal(keys.value("p_name"), "Xa Thị Phím", "the intake was typed with keys alone")
        keys.page.locator("body").press("?")

"""Keys alone: signing in and taking in are reached by Tab, and the focus is always seen."""

from house import PASSWORD, PHONE, Failed

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


SCAN = """(line) => { for (const key of [...line, "Enter"])
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })); }"""
CARD = "017190008884||Đinh Thị Quét|05031990|Nữ|Xóm Lác, xã Mai Châu, tỉnh Hòa Bình|01062021"


def scanned(lan):
    """A scanner types at once, whatever small box has the focus: an identity card goes to the page's own field, a slip's
    code to the search in the head."""
    lan.goto("/desk/intake/1.010041")
    lan.page.locator("main input[type=radio]").first.focus()
    with lan.page.expect_navigation():
        lan.page.evaluate(SCAN, CARD)
    lan.checks.that("/desk/intake/1.010041" in lan.page.url, f"a card scanned at intake stays there: {lan.page.url}")
    lan.checks.contains(lan.value("p_name"), "Quét", "the card's name stands in the form")
    lan.page.locator("main input[type=radio]").first.focus()
    with lan.page.expect_navigation():
        lan.page.evaluate(SCAN, "H28.22-250627-9999")
    lan.checks.that("/desk/search" in lan.page.url, f"a slip's code goes to the search: {lan.page.url}")


def folded(lan):
    """On a telephone the own switches are folded behind the name, and the list one is in stands in sight."""
    lan.goto("/desk/lists/work")
    head = lan.page.locator("header").bounding_box()["height"]
    lan.checks.that(head <= 130, f"the head of a telephone's page leaves room: {head} px")
    button = lan.page.get_by_role("button", name="Đăng xuất")
    lan.checks.that(not button.is_visible(), "signing out is folded away")
    lan.page.locator(".top-who summary").press("Enter")
    lan.checks.that(button.is_visible(), "a key unfolds it")
    lan.look("the own switches unfolded")
    box = lan.page.locator(".rail [aria-current]").bounding_box()
    lan.checks.that(0 <= box["x"] < 360, f"the current list is in sight: {box['x']}")


def run(house):
    checks = house.checks
    with house.officer("lan.tiepnhan") as lan:
        scanned(lan)
    with house.officer("lan.tiepnhan", size=PHONE) as lan:
        folded(lan)
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

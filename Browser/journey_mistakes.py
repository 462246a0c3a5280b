"""Bad input: a message that says what to do, what was typed kept, nothing written."""

import journey_mother as counter


def run(house):
    checks = house.checks
    with house.officer("lan.tiepnhan") as lan:
        lan.goto("/desk/intake/1.010041")
        lan.fill("p_name", "Đinh Thị Thử")
        lan.fill("p_birth", "31/2/1990")
        lan.fill("p_number", "01719000041")
        lan.fill("p_phone", "0912 34")
        lan.press("Tiếp nhận")
        lan.look("an intake with mistakes")
        summary = lan.page.locator(".error-summary")
        checks.that(summary.is_visible(), "the mistakes are told on top")
        for field in ["p_birth", "p_number", "p_phone"]:
            wrong = lan.page.locator(f"[name={field}]")
            checks.equal(wrong.get_attribute("aria-invalid"), "true", f"{field} is marked as wrong")
            checks.that(lan.page.locator(f"#f-{field.replace('_', '-')}-error").inner_text(), f"{field} says why")
        checks.contains(summary.inner_text(), "12", "a number of eleven digits is told that it needs twelve")
        typed = [lan.value(field) for field in ["p_name", "p_birth", "p_number", "p_phone"]]
        checks.equal(typed, ["Đinh Thị Thử", "31/2/1990", "01719000041", "0912 34"], "what was typed is kept")
        focused = lan.page.evaluate("() => document.activeElement.className")
        checks.equal(focused, "error-summary", "the summary of mistakes has the focus")
        summary.get_by_role("link").first.click()
        focused = lan.page.evaluate("() => document.activeElement.getAttribute('aria-invalid')")
        checks.equal(focused, "true", "a line of the summary leads to its field")
        lan.goto("/desk/search?q=Đinh+Thị+Thử")
        lan.look("a search")
        checks.that(lan.page.locator("main a[href*='/desk/persons/']").count() == 0, "nobody was written")
        twice(lan)
        checks.equal(lan.goto("/desk/dossiers/khong-co"), 404, "an unknown dossier")
        lan.look("an unknown dossier")
        checks.equal(lan.page.locator("html").get_attribute("class"), "desk", "it is told within the desk")
        checks.that(lan.page.locator(".rail a").count() > 5, "with the lists at hand")
    with house.visitor() as citizen:
        for code, number in [("H28.22-250627-9999", "12345678"), ("abc", "x" * 60), ("H28.22", "0171900004")]:
            citizen.goto("/track")
            citizen.fill("code", code)
            citizen.fill("number", number)
            citizen.press("Xem hồ sơ")
            citizen.look(f"tracking {code}")
            checks.contains(citizen.text(), "Không tìm thấy hồ sơ với hai số này", f"{code} is not found")
            checks.equal([citizen.value("code"), citizen.value("number")], [code, number], "both are kept")
        citizen.goto("/track")
        citizen.press("Xem hồ sơ")
        citizen.look("tracking with nothing typed")
        checks.that(citizen.page.locator(".error-summary").is_visible(), "empty fields are told")
        citizen.goto("/sign-in")
        citizen.page.get_by_label("Tên đăng nhập").fill("lan.tiepnhan")
        citizen.page.locator("input[type=password]").fill("sai mật khẩu")
        citizen.press("Đăng nhập")
        citizen.look("a wrong password")
        checks.contains(citizen.text(), "chưa đúng", "a wrong password is told")
        checks.equal(citizen.page.get_by_label("Tên đăng nhập").input_value(), "lan.tiepnhan", "the name is kept")


def twice(lan):
    """The same form sent twice: the second shows what came of the first."""
    lan.goto("/desk/intake/1.010041")
    mother = dict(counter.MOTHER, name="Hà Thị Hai Lần", number="017192001234", phone="0903 111 222")
    counter.fill_intake(lan, mother, {"name": "Hà Văn Hai Lần Con", "birth": "2019"})
    fields = lan.page.evaluate(
        "() => [...new FormData(document.querySelector('main form[method=post]')).entries()]"
    )
    body = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields + [["do", "accept"]])
    ends = []
    for _ in range(2):
        answer = lan.context.request.post(
            f"{lan.house.address}/desk/intake/1.010041", data=body,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": lan.house.address},
        )
        ends.append(answer.url)
    lan.checks.that("/done/" in ends[0], f"the form is received: {ends[0]}")
    lan.checks.equal(ends[1], ends[0], "the same form sent twice leads to the same dossier")


def quoted(text):
    from urllib.parse import quote

    return quote(text, safe="")

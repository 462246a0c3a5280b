"""A citizen at home: finding a procedure with and without accents, its page and its leaflet."""

QUERIES = [
    ("xác nhận cư trú", "Xác nhận thông tin về cư trú"),
    ("xac nhan cu tru", "Xác nhận thông tin về cư trú"),
    ("dang ky khai sinh", "khai sinh"),
    ("giấy khai sinh", "khai sinh"),
    ("dang ki ket hon", "kết hôn"),
    ("sổ đỏ", "đất đai"),
]


def run(house):
    checks = house.checks
    with house.visitor() as citizen:
        citizen.open("/", "the first page")
        citizen.page.locator("main input[name=q]").fill("xac nhan cu tru")
        citizen.page.locator("main input[name=q]").press("Enter")
        citizen.page.wait_for_url("**/procedures?*")
        citizen.look("what was found")
        for query, name in QUERIES:
            citizen.goto("/procedures")
            citizen.page.locator("main input[name=q]").fill(query)
            citizen.page.locator("main form button").first.click()
            citizen.page.wait_for_load_state()
            first = [flat.inner_text() for flat in citizen.page.locator("main a[href*='/procedures/']").all()[:3]]
            checks.that(any(name.lower() in one.lower() for one in first), f"“{query}” finds “{name}”, found {first}")
        citizen.goto("/procedures?q=zzzzqqq")
        citizen.look("nothing found")
        citizen.open("/procedures/1.010041", "a procedure")
        citizen.page.locator("main details summary").first.click()
        said = citizen.text()
        checks.contains(said, "1 ngày làm việc", "the procedure says how long it takes")
        checks.contains(said, "CT01", "the procedure says what to bring")
        leaflet = citizen.page.get_by_role("link", name="In tờ hướng dẫn (PDF)").get_attribute("href")
        checks.contains(citizen.pdf(leaflet), "Xác nhận thông tin về cư trú", "the leaflet bears the name")
        for path in ["/procedures", "/track", "/help", "/privacy", "/sign-in", "/design"]:
            citizen.open(path)
        checks.equal(citizen.goto("/procedures/9.999999"), 404, "an unknown procedure")
        citizen.look("an unknown procedure")
        checks.equal(citizen.goto("/khong-co-trang-nay"), 404, "an unknown page")
        citizen.look("an unknown page")

"""JavaScript off: intake, slip, its check and tracking work, and every page still holds to axe."""

import re

import journey_mother as counter

MOTHER = {"name": "Quách Thị Lệ Xuân", "birth": "1988", "number": "017188000925", "phone": "0987 654 321",
          "address": "Tổ 9, phường Quỳnh Lâm, thành phố Hòa Bình"}
CHILD = {"name": "Quách Gia Hân Vy", "birth": "20/11/2017", "address": "Tổ 9, phường Quỳnh Lâm"}


def run(house):
    checks = house.checks
    with house.officer("huong.tiepnhan", scripts=False) as huong:
        huong.open("/desk/intake", "choosing a procedure without scripts")
        huong.page.locator("main input[name=q]").fill("xác nhận cư trú")
        huong.page.locator("main input[name=q]").press("Enter")
        huong.page.get_by_role("link", name="Xác nhận thông tin về cư trú").first.click()
        counter.fill_intake(huong, MOTHER, CHILD)
        huong.press("Tính lại")
        huong.look("the intake reckoned again without scripts")
        checks.equal(huong.value("p_name"), MOTHER["name"], "what was typed is kept")
        huong.press("Tiếp nhận")
        checks.that("/done/" in huong.page.url, f"received without scripts: {huong.page.url}")
        huong.look("what came of it without scripts")
        code, number, dossier, slip = counter.outcome(huong)
        checks.contains(slip, code, "the slip bears the code")
        checks.contains(slip, "ngày 30 tháng 6 năm 2025", "the slip bears the date")
        huong.open(dossier, "the dossier without scripts")
    with house.visitor("a mother without scripts", scripts=False) as mother:
        mother.open("/track", "tracking without scripts")
        mother.fill("code", code)
        mother.fill("number", number)
        mother.press("Xem hồ sơ")
        mother.look("the dossier tracked without scripts")
        checks.contains(mother.text(), "Đã nhận hồ sơ tại", "tracking without scripts")
        mother.page.locator("details summary").last.click()
        checks.contains(mother.text(), "28/6", "the reckoning names the Saturday that does not count")
        printed = re.search(r"Mã kiểm tra: ([0-9A-Z]{4} [0-9A-Z]{4})", slip)
        if checks.that(printed, "the slip bears its check"):
            mother.open("/slips/check", "checking a slip without scripts")
            mother.fill("code", code)
            mother.fill("check", printed.group(1).lower())
            mother.press("Kiểm tra")
            mother.look("a slip that was checked without scripts")
            checks.contains(mother.text(), "Đúng là giấy mới nhất", "the slip is the newest")

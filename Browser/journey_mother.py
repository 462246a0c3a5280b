"""A mother of Quỳnh Lâm ward comes to the provincial centre for a residence confirmation for her child.

The centre receives, the ward's police are competent, one working day: counter, bag, police, leader, clerk and
back to the counter, with the citizen looking in after each stage.
"""

import re

from house import Failed, small_pdf

PROCEDURE = "1.010041"
MOTHER = {"name": "Bùi Thị Hạnh Dung", "birth": "12/03/1990", "number": "017190000417", "phone": "0912 345 678",
          "address": "Tổ 4, phường Quỳnh Lâm, thành phố Hòa Bình"}
CHILD = {"name": "Bùi Minh Khôi Nguyên", "birth": "05/09/2018", "address": "Tổ 4, phường Quỳnh Lâm"}
POLICE = "Công an phường Quỳnh Lâm"


def run(house):
    checks = house.checks
    with house.officer("lan.tiepnhan") as lan:
        lan.look("the desk")
        code, number, dossier, slip = receive(lan)
        read_slip(checks, slip, code, number)
    stages = Stages(house, code, number)
    stages.expect("Đã nhận hồ sơ tại", "after intake")
    with house.officer("lan.tiepnhan") as lan:
        forward(lan, dossier)
    stages.expect(f"Đã chuyển đến {POLICE}", "after the hand-over")
    with house.officer("tuan.canbo.ca.quynhlam") as tuan:
        appraise(tuan, code, dossier)
    stages.expect("Đã xem xét xong hồ sơ", "after the appraisal")
    with house.officer("thanh.chihuy.ca.quynhlam") as thanh:
        sign(thanh, code, dossier)
    stages.expect("Đã ký văn bản trả lời", "after the signature")
    with house.officer("trang.vanthu.ca.quynhlam") as trang:
        number_result(trang, code, dossier)
    stages.expect("Đã có kết quả", "after the number")
    with house.officer("mai.traketqua") as mai:
        give(mai, code, dossier)
    stages.expect("Đã trả kết quả", "after the return")
    stages.by_card()


def fill_intake(lan, mother=MOTHER, child=CHILD):
    for field, value in mother.items():
        lan.fill(f"p_{field}", value)
    lan.page.locator("[name=capacity]").select_option("parentOrGuardian")
    lan.fill("proof", "Giấy khai sinh của con")
    summary = lan.page.locator("details:has([name=o1_name]) > summary").first
    if not lan.page.locator("[name=o1_name]").is_visible():
        summary.click()
    for field, value in child.items():
        lan.fill(f"o1_{field}", value)
    for paper in lan.page.locator("input[name^=paper_][value=in]").all():
        paper.check()


def receive(lan, child=CHILD):
    """Intake with the child as owner; gives code, look-up number, address of the dossier and the slip's text."""
    lan.open("/desk/intake?q=xac+nhan+cu+tru", "choosing a procedure")
    lan.page.get_by_role("link", name="Xác nhận thông tin về cư trú").first.click()
    lan.look("an empty intake")
    fill_intake(lan, child=child)
    lan.press("Tiếp nhận")
    if "/done/" not in lan.page.url:
        raise Failed(f"the intake was refused: {lan.text()[:1200]}")
    lan.look("what came of the intake")
    said = lan.text()
    lan.checks.contains(said, POLICE, "the ward's police are competent")
    lan.checks.contains(said, child["name"], "the child is the owner")
    code, number, dossier, text = outcome(lan)
    lan.open(dossier, "the dossier")
    return code, number, dossier, text


def outcome(lan):
    """Code, look-up number, address of the dossier and the slip's text, from the page after an intake."""
    code = lan.page.locator("h1").inner_text().strip()
    lan.checks.that(re.fullmatch(r"H28\.[\d.]+-\d{6}-\d{4}", code), f"{code} is a dossier code")
    number = re.search(r"Số tra cứu\s+([\d ]{8,11}\d)", lan.text())
    if not number:
        raise Failed(f"no look-up number in {lan.text()}")
    slip = lan.page.get_by_role("link", name="In giấy hẹn").get_attribute("href")
    dossier = lan.page.get_by_role("link", name="Mở hồ sơ").get_attribute("href")
    return code, number.group(1), dossier, lan.pdf(slip)


def read_slip(checks, slip, code, number):
    """The slip as the mother reads it: received on a Friday, one working day, so the next Monday (30/6/2025)."""
    checks.contains(slip, code, "the slip bears the code")
    checks.contains(slip, CHILD["name"], "the slip names the child")
    checks.contains(slip, MOTHER["name"], "the slip names the mother")
    checks.contains(slip, "Thời gian giải quyết hồ sơ theo quy định là: 1 ngày làm việc", "one working day")
    checks.contains(slip, "ngày 27 tháng 6 năm 2025", "the slip says when it came")
    checks.contains(slip, "ngày 30 tháng 6 năm 2025", "one working day from Friday 27/6 is Monday 30/6")
    checks.contains(slip, "thứ Hai 30/6", "the first line says the day in plain words")
    checks.that(not re.search(r"\.[.:]", slip), "no sentence on the slip ends twice")
    digits = re.sub(r"\D", "", number)
    checks.that(digits in re.sub(r"\s", "", slip), "the slip bears the look-up number")


def act(officer, dossier, name):
    """Opens the page of the act that the dossier offers."""
    officer.goto(f"{dossier}/acts/{name}")
    officer.look(f"the act {name}")


def done(officer, dossier, what):
    if officer.page.url.split("?")[0] != officer.house.address + dossier:
        raise Failed(f"{what} was refused: {officer.text()[:1200]}")
    officer.checks.passed += 1


def forward(lan, dossier):
    act(lan, dossier, "forward")
    chosen = lan.page.locator("[name=to] option:checked").inner_text()
    lan.checks.contains(chosen, POLICE, "the folder goes to the competent unit unless another is chosen")
    lan.press("Chuyển hồ sơ")
    done(lan, dossier, "the hand-over")
    lan.look("the dossier after the hand-over")


def appraise(tuan, code, dossier):
    tuan.open("/desk/lists/take", "folders to sign for")
    tuan.checks.contains(tuan.text(), code, "the police see the folder that comes")
    tuan.goto(dossier)
    tuan.press("Ký nhận hồ sơ")
    done(tuan, dossier, "taking the folder")
    tuan.open("/desk/lists/appraise", "folders to appraise")
    tuan.checks.contains(tuan.text(), code, "the folder waits for the specialist")
    act(tuan, dossier, "completeStep")
    tuan.tick("opinion", "granted")
    tuan.fill("note", "Thông tin cư trú khớp với cơ sở dữ liệu.")
    tuan.press("Hoàn thành bước")
    done(tuan, dossier, "the appraisal")


def sign(thanh, code, dossier):
    thanh.open("/desk/lists/sign", "folders to sign")
    thanh.checks.contains(thanh.text(), code, "the folder waits for the leader")
    act(thanh, dossier, "completeStep")
    thanh.tick("opinion", "granted")
    # Where the procedure has a step of approval, the head of the police approves and signs in one act.
    if thanh.page.locator("[name=signToo]").count():
        thanh.tick("signToo", "1")
    thanh.press("Hoàn thành bước")
    done(thanh, dossier, "the signature")


def number_result(trang, code, dossier):
    trang.open("/desk/lists/number", "results to number")
    trang.checks.contains(trang.text(), code, "the folder waits for the clerk")
    act(trang, dossier, "finish")
    trang.fill("number", "417/XN-CAP")
    trang.page.locator("[name=file]").set_input_files(
        {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    trang.tick("sure", "1")
    trang.press("Cấp số, phát hành")
    done(trang, dossier, "the number")
    trang.look("the dossier with its result")


def give(mai, code, dossier):
    mai.goto(dossier)
    mai.press("Ký nhận hồ sơ")
    done(mai, dossier, "the result back at the counter")
    mai.open("/desk/lists/returns", "results to return")
    mai.checks.contains(mai.text(), code, "the result waits for the mother")
    act(mai, dossier, "returnResult")
    mai.tick("who", "submitter")
    mai.tick("proof", "identityCard")
    mai.tick("mark", "signature")
    mai.tick("sure", "1")
    for paper in mai.page.locator("input[name=originals]").all():
        paper.check()
    mai.press("Trả kết quả")
    done(mai, dossier, "the return")
    mai.look("the dossier at its end")
    sheet = mai.pdf(f"{dossier}/slips/controlSheet.pdf")
    mai.checks.contains(sheet, code, "the control sheet is of this dossier")


class Stages:
    """The mother at home with her slip."""

    def __init__(self, house, code, number):
        self.house, self.code, self.number = house, code, number

    def expect(self, words, when):
        with self.house.visitor(f"the mother {when}") as mother:
            mother.goto("/track")
            mother.page.get_by_label("Mã hồ sơ").fill(self.code)
            mother.page.get_by_label("Số của ông/bà").fill(self.number)
            mother.press("Xem hồ sơ")
            mother.look(f"tracking {when}")
            mother.checks.contains(mother.text(), words, f"tracking {when}")
            mother.checks.that(CHILD["name"] not in mother.text(), f"tracking {when} does not show the full name")

    def by_card(self):
        """The same page by the identity number of the mother."""
        with self.house.visitor("the mother by her identity card") as mother:
            mother.goto("/track")
            mother.page.get_by_label("Mã hồ sơ").fill(self.code.lower())
            mother.page.get_by_label("Số của ông/bà").fill(MOTHER["number"])
            mother.press("Xem hồ sơ")
            mother.checks.contains(mother.text(), "Đã trả kết quả", "tracking by identity number")

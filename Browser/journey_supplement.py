"""Papers are asked for with a leader's approval, each item is answered, and a wrong owner is put right."""

import os

import journey_mother as counter
from house import PHONE


def picture(officer, name):
    """A picture for people to look at, where a folder for it is named."""
    folder = os.environ.get("MOTCUA_PICTURES")
    if folder:
        officer.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


# Her other child: the first journey's would be found again, and the desk would ask whether it is the same.
CHILD = {"name": "Bùi Bảo Trâm", "birth": "21/02/2016", "address": "Tổ 4, phường Quỳnh Lâm"}


def run(house):
    with house.officer("lan.tiepnhan") as lan:
        _, _, dossier, _ = counter.receive(lan, CHILD)
        lan.open("/desk/lists/forward", "folders to pass on")
        lan.checks.contains(lan.text(), "Hạn chuyển", "the list says until when a folder is passed on")
        picture(lan, "forward-desktop")
        put_right(lan, dossier)
        counter.forward(lan, dossier)
    with house.officer("tuan.canbo.ca.quynhlam") as tuan:
        tuan.goto(dossier)
        tuan.press("Ký nhận hồ sơ")
        counter.act(tuan, dossier, "proposeSupplement")
        tuan.fill("request", "Ảnh 4x6\nGiấy khai sinh bản chính")
        picture(tuan, "propose-desktop")
        tuan.press("Đề xuất yêu cầu bổ sung")
        counter.done(tuan, dossier, "the proposal")
        tuan.checks.contains(tuan.text(), "Chờ lãnh đạo duyệt", "the specialist waits for the leader")
        tuan.look("the dossier that waits for approval")
    with house.officer("thanh.chihuy.ca.quynhlam", size=PHONE) as thanh:
        thanh.goto(dossier)
        thanh.press("Yêu cầu bổ sung")
        thanh.look("the approval on a telephone")
        picture(thanh, "approve-phone")
        thanh.checks.contains(thanh.value("request"), "Giấy khai sinh bản chính", "what was proposed stands there")
        thanh.tick("sure", "1")
        thanh.page.get_by_role("main").get_by_role("button", name="Yêu cầu bổ sung", exact=True).click()
        counter.done(thanh, dossier, "the approval")
    with house.officer("lan.tiepnhan", size=PHONE) as lan:
        counter.act(lan, dossier, "confirmSupplement")
        lan.fill("paper1", "Ảnh 4x6")
        lan.tick("answered", "1")
        picture(lan, "items-phone")
        lan.press("Nhận giấy tờ bổ sung")
        lan.look("a supplement with an open item")
        lan.checks.contains(lan.text(), "mục 2 của yêu cầu chưa được bổ sung", "the open item is named")
        picture(lan, "items-refused-phone")
        lan.tick("answered", "2")
        lan.press("Nhận giấy tờ bổ sung")
        counter.done(lan, dossier, "the supplement")


def put_right(lan, dossier):
    """The child at the counter was another: the owner is entered anew and the slip is replaced."""
    counter.act(lan, dossier, "correct")
    lan.page.locator("details:has([name=o1_name]) > summary").first.click()
    lan.fill("o1_name", "Bùi Gia Hân")
    lan.fill("reason", "Chọn nhầm con")
    picture(lan, "correct-desktop")
    lan.press("Sửa thông tin tiếp nhận")
    counter.done(lan, dossier, "the correction")
    lan.checks.contains(lan.text(), "Bùi Gia Hân", "the right child is the owner")
    slip = lan.pdf(f"{dossier}/slips/receipt.pdf")
    lan.checks.contains(slip, "Thay cho phiếu", "the slip says that it replaces")
    lan.checks.contains(slip, "Bùi Gia Hân", "the slip names the right child")

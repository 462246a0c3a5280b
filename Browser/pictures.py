"""Pictures of the main pages at the size of a telephone and of a desk, for people to look at."""

import subprocess
from pathlib import Path

from house import DESK, PHONE

CITIZEN = {"home": "/", "found": "/procedures?q=xac+nhan+cu+tru", "procedure": "/procedures/1.010041",
           "track": "/track", "sign-in": "/sign-in"}
COUNTER = {"desk": "/desk", "intake": "/desk/intake/1.010041", "choose": "/desk/intake",
           "list": "/desk/lists/work", "book": "/desk/book"}
ADMINISTRATOR = {"staff": "/desk/staff", "calendar": "/desk/calendar"}
CONTROL = {"catalogue": "/desk/catalogue"}


def take(house, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in [("phone", PHONE), ("desktop", DESK)]:
        with house.visitor(size=size) as citizen:
            shoot(citizen, CITIZEN, folder, name)
        with house.officer("linh.tiepnhan.quynhlam", size=size) as linh:
            shoot(linh, COUNTER, folder, name)
            linh.goto("/desk/lists/work")
            dossier = linh.page.locator("main a[href^='/desk/dossiers/']").first.get_attribute("href")
            shoot(linh, {"dossier": dossier}, folder, name)
            if name == "desktop":
                paper(linh, dossier, folder)
        with house.officer("kien.quantri", size=size) as kien:
            shoot(kien, ADMINISTRATOR, folder, name)
        with house.officer("nga.kiemsoat", size=size) as nga:
            shoot(nga, CONTROL, folder, name)


def shoot(visitor, pages, folder, size):
    for name, path in pages.items():
        visitor.goto(path)
        visitor.page.screenshot(path=str(folder / f"{name}-{size}.png"))
        visitor.page.screenshot(path=str(folder / f"{name}-{size}-whole.png"), full_page=True)


def paper(officer, dossier, folder):
    """The slip's first page, as printed."""
    answer = officer.context.request.get(f"{officer.house.address}{dossier}/slips/receipt.pdf")
    file = folder / "slip.pdf"
    file.write_bytes(answer.body())
    subprocess.run(["pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile", file, folder / "slip"], check=True)
    file.unlink()

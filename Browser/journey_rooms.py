"""Every room of the house: what the rail and the links of each role's pages lead to."""

import re

OFFICERS = ["lan.tiepnhan", "hung.giamdoc", "kien.quantri", "nga.kiemsoat", "linh.tiepnhan.quynhlam",
            "son.phutrach.quynhlam", "thanh.chihuy.ca.quynhlam"]


def run(house):
    for log_in in OFFICERS:
        with house.officer(log_in) as officer:
            walk(officer)


def walk(officer):
    """The rail's pages and one page of each kind that these link to."""
    rail = links(officer, ".rail a")
    kinds = {kind(path) for path in rail} | {"/desk"}
    officer.look("the desk")
    more = []
    for path in rail:
        officer.open(path)
        for link in links(officer, "main a[href^='/desk'], main a[href^='/manage']"):
            if kind(link) not in kinds:
                kinds.add(kind(link))
                more.append(link)
    for path in more:
        answer = officer.context.request.get(officer.house.address + path)
        if answer.headers.get("content-type", "").startswith("text/html"):
            officer.open(path)
        else:
            officer.checks.equal(answer.status, 200, f"the paper {path} is there for {officer.name}")


def links(officer, where):
    every = officer.page.locator(where).evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    return list(dict.fromkeys(every))


def kind(path):
    """The address without its ids, queries and fragments."""
    path = re.split(r"[?#]", path)[0]
    return re.sub(r"/(?:[0-9A-Za-z_-]{16,}|[A-Z0-9.]*\d[A-Za-z0-9.]*)(?=/|$)", "/ID", path)

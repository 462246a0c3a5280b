"""Draws what `motcua bench-large --json` and `motcua bench --json` measured.

    plot.py OUT.svg LARGE.json [BENCH.json]

Left: the rate of each question by the size of the house, on each engine. Right, with BENCH.json: intakes a second by how many
come at once.
"""

import json
import re
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

INK = ["#0b5394", "#b45f06", "#38761d", "#741b47", "#444444"]


def questions(axes, report):
    engines = sorted({size["engine"] for size in report["sizes"]}, reverse=True)
    names = [it["name"] for it in report["sizes"][0]["questions"]]
    for engine in engines:
        sizes = [size for size in report["sizes"] if size["engine"] == engine]
        for name, ink in zip(names, INK):
            rates = [next(it for it in size["questions"] if it["name"] == name)["perSecond"] for size in sizes]
            style = "-" if engine == "sqlite" else "--"
            label = f"{name}, {'SQLite' if engine == 'sqlite' else 'PostgreSQL'}"
            axes.plot([size["dossiers"] for size in sizes], rates, style, marker="o", color=ink, label=label)
    axes.set(xscale="log", yscale="log", xlabel="dossiers", ylabel="questions a second, one after the other")
    axes.set_title("Lists and searches, first page of 20")


def intakes(axes, report):
    lines = {}
    for figure in report["figures"]:
        found = re.match(r"(.*intake.*?),? (\d+) (?:at once|connections?)", figure["name"])
        if found:
            lines.setdefault(found.group(1), []).append((int(found.group(2)), figure["median"]))
    for (name, points), ink in zip(sorted(lines.items()), INK):
        axes.plot(*zip(*sorted(points)), marker="o", color=ink, label=name)
    axes.set(xscale="log", xlabel="at once", ylabel="intakes a second")
    axes.set_ylim(bottom=0)
    axes.set_title("Intakes through the real rules")


def main():
    out, large, *rest = sys.argv[1:]
    figure, all_axes = plt.subplots(1, 1 + len(rest), figsize=(7 * (1 + len(rest)), 5), squeeze=False)
    with open(large) as file:
        questions(all_axes[0][0], json.load(file))
    if rest:
        with open(rest[0]) as file:
            intakes(all_axes[0][1], json.load(file))
    for axes in all_axes[0]:
        axes.grid(True, which="both", alpha=0.2)
        axes.legend(fontsize=8)
    figure.tight_layout()
    # The same data give the same file.
    plt.rcParams["svg.hashsalt"] = "motcua"
    figure.savefig(out, metadata={"Date": None} if out.endswith(".svg") else None)


main()

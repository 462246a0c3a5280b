// Additions only: every task works without these. Each finds its elements by data- attributes.
import { keys } from "./keys.js";
import { search } from "./search.js";
import { confirms } from "./confirm.js";
import { scan } from "./scan.js";

document.querySelector("[data-focus]")?.focus();
// On a telephone the rail is a strip: the list one is in should be in sight.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
keys(document);
search(document);
confirms(document);
scan(document);

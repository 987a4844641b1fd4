// What is opened beside the timeline: one entry with all that it holds, the summary, and the print-out.
"use strict";

(function () {
  const { at, make, evidence, several, number, view } = full;
  const TABLE = 500;
  const NAMES = ["From", "To", "Conversation", "The same, in full"];
  const UNMARKED = ["When", "Where it was seen", "In the archive"]; // these are not searched
  const kept = new Map(); // shards of details that were read, newest last
  let open = null, prepared = false;

  full.MOST_PRINTED = 2000;
  full.printWarning = (found) => `A print holds ${number(full.MOST_PRINTED)} entries at most: of these ${number(found)}, the first ${number(full.MOST_PRINTED)}. Choose fewer, or print the PDF in the folder 1-chronology.`;
  full.isOpen = () => open !== null;

  // One entry

  /** What a shard of details calls. */
  full.keep = function (shard, data) {
    kept.set(shard, { read: full.reader(data.words), rows: data.rows });
    if (kept.size > 3) kept.delete(kept.keys().next().value);
  };

  function withDetails(entry, then) {
    const ready = () => { const shard = kept.get(entry.shard); then(shard ? shard.read(shard.rows[entry.place]) : null); };
    if (kept.has(entry.shard)) return ready();
    const script = make("script", { src: `records/d${String(entry.shard).padStart(4, "0")}.js` });
    script.onload = script.onerror = () => { script.remove(); ready(); };
    document.head.append(script);
  }

  function show(entry) {
    open = entry;
    const place = view.hits.indexOf(entry);
    if (place >= 0) full.pageOf(place);
    withDetails(entry, (sections) => {
      if (open !== entry) return;
      at("detail").replaceChildren(...heading(entry), ...(sections ? sections.map(section) : [missing(entry)]));
      at("detail").hidden = false;
      document.body.classList.add("opened");
      at("detail").scrollTop = 0;
      at("detail-name").focus({ preventScroll: true });
      full.markOpen();
    });
  }

  const missing = (entry) => make("p", {}, `The details could not be read: the file records/d${String(entry.shard).padStart(4, "0")}.js is missing beside this page.`);

  function heading(entry) {
    const place = view.hits.indexOf(entry);
    const buttons = [
      button("Close", full.close), button("Previous", () => full.openBeside(-1), place <= 0),
      button("Next", () => full.openBeside(1), place < 0 || place + 1 >= view.hits.length),
      button("Show what came before and after", () => among(entry)), button("Print this entry", () => full.print("entry")),
    ];
    return [
      make("h2", { id: "detail-name", tabindex: "-1" }, `Entry ${number(entry.number)}`),
      make("p", { class: "row buttons" }, ...buttons),
    ];
  }

  function button(words, action, off) {
    const made = make("button", { type: "button" }, words);
    made.disabled = Boolean(off);
    made.addEventListener("click", action);
    return made;
  }

  function section([name, ...lines]) {
    const words = UNMARKED.includes(name) ? [] : view.words;
    return make("section", {}, make("h3", {}, name), make("dl", {}, ...lines.map((said) => line(said, words))));
  }

  function line([label, ...items], words) {
    const value = (item) => (NAMES.includes(label) ? make("dd", { class: "names" }, full.names(item, words)) : make("dd", { dir: "auto" }, Array.isArray(item) ? special(item) : evidence(item, words)));
    return make("div", {}, make("dt", {}, label), ...items.map(value));
  }

  function special([tag, target, words]) {
    if (tag === "picture") return full.picture([target, words]);
    if (tag === "open") return make("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, words + " (new window)");
    return make("a", { href: "#" + target }, words);
  }

  /** The entry before or after the open one, among what was found. */
  full.openBeside = function (by) {
    const next = view.hits[view.hits.indexOf(open) + by];
    if (next) location.replace("#" + next.number);
  };

  function among(entry) {
    full.showEverything();
    full.close();
    full.goTo(view.hits.indexOf(entry), "center");
  }

  /** Mark the open entry in the list. */
  full.markOpen = function () {
    for (const item of at("list").querySelectorAll("li.entry")) {
      const link = item.querySelector("a.head");
      const here = open && Number(item.dataset.number) === open.number;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (here) item.scrollIntoView({ block: "nearest" });
    }
  };

  full.close = function () {
    const was = open;
    location.hash = "#/timeline";
    hide();
    const link = was && at("list").querySelector(`li[data-number="${was.number}"] a.head`);
    (link || at("list")).focus();
  };

  function hide() {
    open = null;
    at("detail").hidden = true;
    at("detail").replaceChildren();
    document.body.classList.remove("opened");
    full.markOpen();
  }

  // The summary

  function list(name, sentences, none) {
    const said = sentences.length ? make("ul", {}, ...sentences.map((words) => make("li", { dir: "auto" }, evidence(words)))) : make("p", {}, none);
    return make("section", {}, make("h3", {}, name), said);
  }

  /** A table, its first rows at once and more on demand: there may be very many exhibits. */
  function table(name, columns, rows) {
    const body = make("tbody", {});
    const more = make("button", { type: "button" });
    const grow = () => {
      const here = body.childElementCount;
      body.append(...rows.slice(here, here + TABLE).map((row) => make("tr", {}, ...row.map((cell) => make("td", { dir: "auto" }, cell instanceof Node ? cell : evidence(String(cell)))))));
      more.hidden = body.childElementCount >= rows.length;
      more.textContent = `Show more (${number(body.childElementCount)} of ${number(rows.length)} are shown)`;
    };
    more.addEventListener("click", grow);
    grow();
    const head = make("thead", {}, make("tr", {}, ...columns.map((words) => make("th", { scope: "col" }, words))));
    const held = make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": name }, make("table", {}, make("caption", { class: "unseen" }, name), head, body));
    return make("div", {}, held, more);
  }

  /** Bars drawn from numbers. They are one colour, so they print; the same numbers stand below as a table. */
  function bars(name, column, counts) {
    const most = Math.max(1, ...counts.map(([, count]) => count));
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const attributes = { viewBox: `0 0 ${Math.max(1, counts.length) * 10} 100`, preserveAspectRatio: "none", role: "img", "aria-label": `${name}: ${several(total, "entry", "entries")}, at most ${number(most)} in one. The numbers stand in the table below.` };
    for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
    counts.forEach(([, count], place) => svg.append(bar(place, (count / most) * 98)));
    const ends = counts.length ? make("p", { class: "row ends", "aria-hidden": "true" }, make("span", {}, counts[0][0]), make("span", {}, `highest bar: ${number(most)}`), make("span", {}, counts[counts.length - 1][0])) : null;
    const numbers = make("details", {}, make("summary", {}, "The numbers"), table(name, [column, "Entries"], counts.map(([words, count]) => [words, number(count)])));
    return make("section", { class: "chart" }, make("h3", {}, name), svg, ends, numbers);
  }

  function bar(place, height) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const attributes = { x: place * 10 + 1, y: 100 - height, width: 8, height };
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function facts(pairs) {
    const said = pairs.filter(([, words]) => words !== "" && words !== undefined);
    return make("dl", {}, ...said.map(([name, words]) => make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, evidence(String(words))))));
  }

  const people = (about) => table("People", ["Number, address or name", "Names", "Services", "Sent", "Received", "First", "Last"], about.people.map((p) =>
    [(p.id || "not named") + (p.owner ? " (owner)" : ""), full.names((p.names || []).filter((name) => name !== p.id).join(", ")), (p.services || []).join(", "), number(p.sent || 0), number(p.received || 0), p.first || "", p.last || ""]));

  const exhibits = (about) => table("Exhibits", ["Exhibit", "File in this hand-over", "Handed in as", "Bytes", "Read as", "Entries", "SHA-256"], about.exhibits.map((e) =>
    [e.exhibit, e.path || e.why_not || "", (e.sources || []).join("\n"), number(e.size), e.read_as || "nobody read it", number(e.entries || 0), e.sha256]));

  function summary(about) {
    const tally = about.tally;
    const period = about.first ? `${full.longDay(about.first)} to ${full.longDay(about.last)}` : "";
    const one = (name, counts) => [name, counts.map(([words, count]) => `${words}: ${number(count)}`).join("; ")];
    return [
      make("h2", { id: "summary-name", tabindex: "-1" }, "Summary"),
      make("p", { class: "row" }, button("Print this page", () => full.print("summary"))),
      make("section", {}, make("h3", {}, "This hand-over"), facts([
        ["Title", about.title], ["Reference", about.reference], ["Handed to", about.recipient], ["Prepared by", `${about.actor} (${about.initials})`], ["Made with", about.tool],
        ["Name of the folder", about.name], ["Entries", number(about.entries)], ["Of these without a date", number(about.undated)], ["Period", period],
        ["Time zone of the case", about.zone], ["State of the archive", about.as_of], one("By kind", tally.kinds), one("By service", tally.services), one("By direction", tally.directions), ["About the totals", about.counted]])),
      make("section", {}, make("h3", {}, "Fingerprint"), facts([["Entries of the custody log", number(about.head.entries)], ["SHA-256 of the log", about.head.sha256]]),
        make("p", { class: "help" }, "READ-ME-FIRST.txt says how to check it. A fingerprint shows that the files did not change since; it does not show that what they say is true.")),
      list("What was chosen", about.chosen, "Everything in the archive."),
      list("What was left out", about.left_out, "Nothing."),
      list("What may be missing", about.completeness, "Nothing is known to be missing."),
      list("What could not be read", about.problems.map(([place, reason]) => `${place}: ${reason}`), "Everything could be read."),
      bars("Entries by week", "Week from", tally.weeks),
      bars("Entries by hour of the day", "Hour", tally.hours.map((count, hour) => [String(hour).padStart(2, "0"), count])),
      make("section", {}, make("h3", {}, "People"), people(about)),
      make("section", {}, make("h3", {}, "Exhibits"), exhibits(about)),
    ];
  }

  // The print-out

  function choiceInWords() {
    const said = Object.entries(full.chosen()).filter(([, value]) => value).map(([name, value]) => `${at(name).labels[0].textContent}: ${value}`);
    if (at("q").value.trim()) said.unshift(`Search: ${at("q").value.trim()}`);
    return said.join("; ") || "everything in this hand-over";
  }

  function printed(entry) {
    const head = make("p", { class: "head" }, ...full.headline(entry));
    return make("li", { class: entry.text.length > 1500 ? "entry long" : "entry" }, head, make("p", { class: "meta" }, ...full.meta(entry)), ...full.said(entry, (text) => [evidence(text, view.words)]),
      entry.pictures.length ? make("p", { class: "pictures" }, ...entry.pictures.map(([source, words]) => make("img", { src: source, alt: words }))) : null);
  }

  function preparePrint(wanted) {
    if (prepared) return;
    document.body.dataset.print = wanted;
    if (wanted === "summary") return;
    const about = full.about();
    const top = [make("h2", {}, about.title), facts([["Reference", about.reference], ["SHA-256 of the custody log", `${about.head.sha256} (${several(about.head.entries, "entry", "entries")})`]])];
    if (wanted === "entry") return at("print-out").replaceChildren(...top);
    const shown = view.hits.slice(0, full.MOST_PRINTED);
    const found = view.hits.length;
    const warning = found > shown.length ? make("p", { class: "warning" }, full.printWarning(found)) : null;
    const chosen = facts([["Chosen", choiceInWords()], ["Entries", `${number(found)} of ${number(about.entries)}`]]);
    at("print-out").replaceChildren(...top, chosen, ...(warning ? [warning] : []), ...full.days(shown, printed));
  }

  /** Print when the pictures are there: a browser does not wait for them. */
  full.print = async function (wanted) {
    preparePrint(wanted);
    prepared = true;
    await Promise.allSettled([...at("print-out").querySelectorAll("img")].map((picture) => picture.decode()));
    print();
    prepared = false;
  };

  // Which page: #/timeline, #/summary, or the number of an entry. No element has these names, so the browser moves nothing.

  function route() {
    const wanted = location.hash.slice(1);
    const entry = /^\d+$/.test(wanted) ? full.entry(Number(wanted)) : null;
    const page = wanted === "/summary" ? "summary" : "timeline";
    for (const name of ["timeline", "summary"]) {
      at(name).hidden = name !== page;
      if (name === page) at("to-" + name).setAttribute("aria-current", "page");
      else at("to-" + name).removeAttribute("aria-current");
    }
    if (entry) show(entry);
    else if (open) hide();
    if (page === "summary") showSummary();
  }

  function showSummary() {
    if (!at("summary").childElementCount) at("summary").append(...summary(full.about()));
    at("summary-name").focus();
    scrollTo(0, 0);
  }

  full.begin = function () {
    const about = full.about();
    document.title = `Chronology ${about.name}`;
    at("title").textContent = about.title;
    at("about").append(evidence([about.reference, about.recipient ? `for ${about.recipient}` : "", `${number(about.entries)} entries, ${about.first} to ${about.last}`].filter(Boolean).join(" · ")));
    at("timeline").hidden = false;
    addEventListener("hashchange", route);
    addEventListener("beforeprint", () => preparePrint(!at("summary").hidden ? "summary" : open ? "entry" : "list"));
    addEventListener("afterprint", () => at("print-out").replaceChildren());
    route();
  };
})();

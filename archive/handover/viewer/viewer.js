// The timeline: entries as the shards tell them, search, filters, pages of the list, keys.
"use strict";

(function () {
  const { at, make, evidence, several, number } = full;
  const PAGE = 100, CLIP = 700;
  const CHOICES = ["person", "thread", "service", "kind", "direction"];
  const entries = [];
  const whos = { places: new Map(), folded: [] }; // sender, recipients and conversation: few combinations, searched once each
  const view = { hits: entries, words: [], first: 0, month: null };
  let about = null;

  full.view = view;
  full.about = () => about;
  full.tell = (summary) => { about = summary; };
  full.entry = (wanted) => entries[wanted - 1] && entries[wanted - 1].number === wanted ? entries[wanted - 1] : entries.find((entry) => entry.number === wanted);

  /** What a shard calls: whole numbers in its rows stand for its words. */
  full.take = function (shard, data) {
    const read = full.reader(data.words);
    data.rows.forEach((row, place) => entries.push(listed(row.map(read), shard, place)));
  };

  full.reader = function (words) {
    const read = (value) => (typeof value === "number" ? words[value] : Array.isArray(value) ? value.map(read) : value);
    return read;
  };

  function listed(row, shard, place) {
    const [n, day, clock, zone, kind, service, direction, sender, recipients, thread, exhibits = "", people = [], text = "",
      subject = "", gist = "", marks = [], pictures = [], hidden = ""] = row;
    const entry = { number: Number(n), day, clock, zone, kind, service, direction, sender, recipients, thread, exhibits, people, text,
      subject, gist, marks, pictures, hidden: hidden !== "", who: whoIs(sender, recipients, thread), shard, place };
    entry.folded = full.fold(hidden ? `${seen(entry)}\n${hidden}` : seen(entry));
    return entry;
  }

  const seen = (entry) => [entry.subject, entry.text, entry.gist, ...entry.marks].filter(Boolean).join("\n");

  function whoIs(...said) {
    const key = said.join("\n");
    let place = whos.places.get(key);
    if (place === undefined) {
      place = whos.folded.push(full.fold(key)) - 1;
      whos.places.set(key, place);
    }
    return place;
  }

  // Search and filters

  /** The entries that hold every word and agree with every choice. A linear scan: quick enough, and nothing to build. */
  full.find = function (query, chosen) {
    const tests = full.words(query).map((word) => {
      const known = whos.folded.map((who) => named(who, word));
      return (entry) => known[entry.who] || entry.folded.includes(word);
    });
    for (const name of CHOICES.slice(1)) if (chosen[name]) tests.push((entry) => entry[name] === chosen[name]);
    if (chosen.person) tests.push((entry) => entry.people.includes(chosen.person));
    if (chosen.since) tests.push((entry) => entry.day && entry.day >= chosen.since);
    if (chosen.until) tests.push((entry) => entry.day && entry.day <= chosen.until);
    return tests.length ? entries.filter((entry) => tests.every((test) => test(entry))) : entries;
  };

  // People look for 07700 … where the evidence says +44 7700 …
  const named = (who, word) => who.includes(word) || (/^0\d{4,}$/.test(word) && who.includes("44" + word.slice(1)));

  full.chosen = () => Object.fromEntries([...CHOICES, "since", "until"].map((name) => [name, at(name).value]));

  function search() {
    view.words = full.words(at("q").value);
    view.hits = full.find(at("q").value, full.chosen());
    view.first = 0;
    view.month = null;
    tellCount();
    showMonths();
    showPage();
  }

  /** Where an open entry covers the list, a new search closes it. */
  function searchInSight() {
    if (full.isOpen() && !at("middle").offsetParent) location.hash = "#/timeline";
    search();
  }

  function tellCount() {
    const found = view.hits.length;
    const all = several(entries.length, "entry", "entries");
    at("count").textContent = view.hits === entries ? all : found ? `${number(found)} of ${all}` : `Nothing found in ${all}. Use fewer words, or “Show everything”.`;
    at("print-warning").textContent = found > full.MOST_PRINTED ? full.printWarning(found) : "";
    at("print").disabled = !found;
  }

  // Pages of the list

  function showPage() {
    const shown = view.hits.slice(view.first, view.first + PAGE);
    at("list").replaceChildren(...full.days(shown, (entry) => item(entry)));
    const last = view.first + shown.length;
    const paged = view.hits.length > PAGE;
    for (const pager of document.querySelectorAll(".pager")) pager.hidden = !paged;
    for (const place of document.querySelectorAll(".place")) place.textContent = `${number(view.first + 1)} to ${number(last)} of ${number(view.hits.length)}`;
    for (const button of document.querySelectorAll(".earlier")) button.disabled = view.first === 0;
    for (const button of document.querySelectorAll(".later")) button.disabled = last >= view.hits.length;
    full.markOpen();
  }

  /** Entries under headings of their days. */
  full.days = function (shown, asItem) {
    const out = [];
    let day = null, items = null;
    for (const entry of shown) {
      if (entry.day !== day) {
        day = entry.day;
        items = make("ol", {});
        out.push(make("h3", { class: "day" }, full.longDay(day)), items);
      }
      items.append(asItem(entry));
    }
    return out;
  };

  const UNSENT = /^(not sent|sending failed)/;
  const names = (text) => full.names(text, view.words);

  /** From whom to whom. What was never sent says so first. */
  function fromTo(entry) {
    const first = UNSENT.test(entry.direction) ? [`${entry.direction}: `] : [];
    if (!entry.recipients) return [...first, names(entry.sender || entry.thread)];
    return [...first, names(entry.sender), entry.sender ? " → " : "→ ", names(entry.recipients)];
  }

  /** The line that says which entry, when, and from whom to whom. */
  full.headline = (entry) => [
    make("span", { class: "number" }, String(entry.number)), " ",
    make("span", { class: "clock" }, entry.clock || "no time"), " ",
    ...(entry.zone ? [make("span", { class: "zone" }, entry.zone), " "] : []),
    make("span", { class: "who" }, ...fromTo(entry)),
  ];

  function item(entry) {
    const link = make("a", { href: "#" + entry.number, class: "head" }, ...full.headline(entry));
    const made = make("li", { class: `entry ${entry.direction === "sent" ? "sent" : entry.direction === "received" ? "received" : "other"}`, "data-number": entry.number },
      link, make("p", { class: "meta" }, ...full.meta(entry)), ...full.said(entry, clipped));
    if (entry.pictures.length) made.append(make("p", { class: "pictures" }, ...entry.pictures.slice(0, 4).map(full.picture)));
    made.addEventListener("click", (event) => { if (!event.target.closest("a") && !String(getSelection())) link.click(); });
    return made;
  }

  /** The line below: kind, service, direction and so on, as nodes. */
  full.meta = function (entry) {
    const elsewhere = entry.hidden && view.words.length && !shows(entry, view.words);
    const thread = `${entry.sender}\n${entry.recipients}`.includes(entry.thread) ? "" : entry.thread;
    const said = [entry.kind, entry.service, entry.direction, entry.exhibits, ...entry.marks, elsewhere ? "found in the details" : ""];
    const line = [...new Set(said)].filter(Boolean).join(" · ");
    return thread ? [`${line} · in `, full.names(thread, [])] : [line];
  };

  function shows(entry, words) {
    const visible = full.fold(seen(entry));
    return words.every((word) => visible.includes(word) || named(whos.folded[entry.who], word));
  }

  /** Subject, what happened and text, each a paragraph with its own direction. */
  full.said = function (entry, cut) {
    const parts = [[entry.subject, "subject"], [entry.gist, "gist"], [entry.text, "text"]].filter(([text]) => text);
    if (!parts.length) return [make("p", { class: "nothing" }, "(no text)")];
    return parts.map(([text, name]) => make("p", { class: name, dir: "auto" }, ...cut(text)));
  };

  function clipped(text) {
    if (text.length <= CLIP) return [evidence(text, view.words)];
    const [hit] = full.places(text, view.words);
    const start = hit && hit[0] > CLIP - 100 ? hit[0] - 100 : 0;
    const left = text.length - start - CLIP;
    return [start ? "… " : "", evidence(text.slice(start, start + CLIP), view.words), left > 0 ? make("span", { class: "help" }, ` … (${several(left, "more character", "more characters")}: open the entry)`) : ""];
  }

  full.picture = ([source, words]) => make("img", { src: source, alt: words, loading: "lazy" });

  function turn(first, focusLast) {
    view.first = Math.max(0, Math.min(first, view.hits.length - 1));
    showPage();
    const links = at("list").querySelectorAll("a.head");
    const link = links[focusLast ? links.length - 1 : 0];
    if (link) link.focus();
    if (!focusLast) scrollTo(0, 0);
  }

  /** Show the page that holds the entry at this place of the hits. */
  full.pageOf = function (place) {
    const first = Math.floor(place / PAGE) * PAGE;
    if (first === view.first) return;
    view.first = first;
    showPage();
  };

  /** The same, and the entry itself in the window with the focus on it. */
  full.goTo = function (place, block) {
    full.pageOf(place);
    const link = at("list").querySelectorAll("a.head")[place - view.first];
    link.scrollIntoView({ block: block || "start" });
    link.focus({ preventScroll: true });
  };

  // Months and days with their counts

  /** Of each day, or each month: where it starts among what was found, and how many entries it has. */
  function summed(rows, length) {
    const found = new Map();
    for (const [day, { place, count }] of rows) {
      const key = day.slice(0, length);
      const row = found.get(key) || found.set(key, { place, count: 0 }).get(key);
      row.count += count;
    }
    return found;
  }

  function runs() {
    const found = [];
    let row = null;
    view.hits.forEach((entry, place) => {
      if (!row || row[0] !== entry.day) found.push(row = [entry.day, { place, count: 0 }]);
      row[1].count++;
    });
    return found;
  }

  function showMonths() {
    const days = summed(runs(), 10);
    const items = [...summed(days, 7)].map(([month, row]) => {
      const open = view.month === month && month !== "";
      const button = jump(full.longMonth(month), row, () => { view.month = month; showMonths(); });
      if (month) button.setAttribute("aria-expanded", String(open));
      return make("li", {}, button, open ? make("ul", {}, ...[...days].filter(([day]) => day.startsWith(month)).map(([day, of]) => make("li", {}, jump(full.longDay(day), of)))) : null);
    });
    at("months").replaceChildren(make("ul", {}, ...items));
  }

  function jump(words, row, also) {
    const button = make("button", { type: "button", class: "jump" }, words, " ", make("span", { class: "help" }, `(${number(row.count)})`));
    button.addEventListener("click", () => { if (also) also(); full.goTo(row.place); });
    return button;
  }

  function goToDay() {
    const day = at("day").value;
    const place = view.hits.findIndex((entry) => entry.day >= day && entry.day);
    if (day && place >= 0) full.goTo(place);
    else if (day) at("count").textContent = `No entry on or after ${full.longDay(day)} among these.`;
  }

  // Keys

  function step(by) {
    const links = [...at("list").querySelectorAll("a.head")];
    const here = links.indexOf(document.activeElement.closest("li.entry") && document.activeElement.closest("li.entry").querySelector("a.head"));
    const next = here < 0 ? 0 : here + by;
    if (links[next]) links[next].focus();
    else if (next < 0 && view.first > 0) turn(view.first - PAGE, true);
    else if (next >= links.length && view.first + PAGE < view.hits.length) turn(view.first + PAGE, false);
  }

  function key(event) {
    if (event.key === "Escape" && full.isOpen()) return full.close();
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea") || at("timeline").hidden) return;
    const inside = event.target.closest("#detail, #side");
    const by = { j: 1, k: -1, ArrowDown: inside ? 0 : 1, ArrowUp: inside ? 0 : -1 }[event.key];
    if (event.key === "/") at("q").focus();
    else if (by && full.isOpen() && inside) full.openBeside(by);
    else if (by) step(by);
    else return;
    event.preventDefault();
  }

  // Start

  function choices() {
    const count = (name) => {
      const found = new Map();
      for (const entry of entries) if (entry[name]) found.set(entry[name], (found.get(entry[name]) || 0) + 1);
      return [...found].sort((a, b) => b[1] - a[1]).map(([value, times]) => [value, `${apart(value)} (${number(times)})`]);
    };
    for (const name of CHOICES.slice(1)) fill(name, count(name));
    fill("person", about.people.filter((person) => person.id).map((person) => [person.id, [person.id, ...(person.names || [])].map(apart).join(", ") + (person.owner ? " (owner)" : "")]));
  }

  // A choice holds no elements, so characters keep the direction of a name to itself.
  const apart = (name) => (/[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name);

  function fill(name, options) {
    at(name).replaceChildren(make("option", { value: "" }, "All"), ...options.map(([value, words]) => make("option", { value }, words)));
  }

  function alarm() {
    const missing = !about ? "The file summary.js could not be read." : entries.length !== about.entries
      ? `Only ${number(entries.length)} of ${several(about.entries, "entry", "entries")} could be read: files are missing from the folder “records” beside this page.` : "";
    at("alarm").textContent = missing;
    at("alarm").hidden = !missing;
    return Boolean(about);
  }

  function listen() {
    at("filters").addEventListener("submit", (event) => event.preventDefault());
    at("filters").addEventListener("input", searchInSight);
    at("everything").addEventListener("click", full.showEverything);
    at("day").addEventListener("change", goToDay);
    at("print").addEventListener("click", () => full.print("list"));
    for (const button of document.querySelectorAll(".earlier")) button.addEventListener("click", () => turn(view.first - PAGE));
    for (const button of document.querySelectorAll(".later")) button.addEventListener("click", () => turn(view.first + PAGE));
    document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); at(at("timeline").hidden ? "summary-name" : "list").focus(); });
    document.addEventListener("keydown", key);
  }

  full.showEverything = function () {
    for (const name of ["q", ...CHOICES, "since", "until"]) at(name).value = "";
    search();
  };

  document.addEventListener("DOMContentLoaded", () => {
    at("wait").remove();
    if (!alarm()) return;
    if (matchMedia("(max-width: 55rem)").matches) at("choose").open = at("jump").open = false;
    choices();
    listen();
    search();
    full.begin();
  });
})();

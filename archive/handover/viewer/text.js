// Text of the evidence, as it is shown and as it is searched. It enters the page as text nodes only, never as markup.
"use strict";
var full = {};

(function () {
  // Invisible characters that belong to ordinary writing: line ends, the joins of emoji, the joiners of Arabic and Indic
  // scripts, Arabic number signs. All other characters that cannot be seen, or turn the reading order, are spelt out.
  const ORDINARY = "[\\n\\t\\ufe0e\\ufe0f\\u0600-\\u0605\\u06dd\\u08e2]" +
    "|(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})" +
    "|(?<=[\\u0600-\\u06ff\\u0900-\\u0dff])[\\u200c\\u200d]" +
    "|(?<=\\u{1f3f4}[\\u{e0020}-\\u{e007e}]*)[\\u{e0020}-\\u{e007f}]";
  const UNSEEN = new RegExp(`(?:${ORDINARY})|([\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}])`, "gu");
  const NAMES = {
    "\u202a": "left-to-right embedding", "\u202b": "right-to-left embedding", "\u202c": "end of embedding or override",
    "\u202d": "left-to-right override", "\u202e": "right-to-left override", "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate", "\u2068": "isolate", "\u2069": "end of isolate", "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner", "\u200d": "zero-width joiner", "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark", "\ufeff": "byte order mark", "\u00ad": "soft hyphen", "\r": "carriage return",
  };
  // Accents, and the points of Hebrew and Arabic. Not the vowel signs of other scripts: those are letters to their readers.
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
  const NOT_SEARCHED = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;
  const SAME = { "ß": "ss", "ς": "σ", "‘": "'", "’": "'", "“": '"', "”": '"', "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe" };
  const HAS_SAME = new RegExp(`[${Object.keys(SAME).join("")}]`, "g");

  /** A new element. Children are nodes, or strings that become text; null is left out. */
  full.make = function (tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  };

  /** Text as it is searched: no case, no accents, nothing invisible, one space between words. */
  full.fold = function (text) {
    const plain = /[^\x20-\x7e]/.test(text) ? bare(text) : text.toLowerCase();
    return plain.replace(/\s+/g, " ");
  };

  function bare(text) {
    const letters = text.normalize("NFKD").replace(ACCENTS, "").replace(NOT_SEARCHED, "").toLowerCase();
    return letters.replace(ACCENTS, "").replace(HAS_SAME, (found) => SAME[found]);
  }

  /** Evidence as nodes: what cannot be seen is spelt out, the words of a search are marked. */
  full.evidence = function (text, words) {
    const out = document.createDocumentFragment();
    let done = 0;
    for (const [start, end] of full.places(text, words || [])) {
      spell(text.slice(done, start), out);
      const mark = full.make("mark");
      spell(text.slice(start, end), mark);
      out.append(mark);
      done = end;
    }
    spell(text.slice(done), out);
    return out;
  };

  /** People, or other names of the evidence: each identifier and each name keeps its own direction of writing. */
  full.names = function (text, words) {
    const out = document.createDocumentFragment();
    for (const part of text.split(/( \(|\)(?=$|, )|, )/)) {
      if (/^( \(|\)|, |)$/.test(part)) out.append(part);
      else out.append(full.make("bdi", {}, full.evidence(part, words)));
    }
    return out;
  };

  function spell(text, out) {
    let done = 0;
    for (const found of text.matchAll(UNSEEN)) {
      if (found[1] === undefined) continue;
      out.append(text.slice(done, found.index), control(found[1]));
      done = found.index + found[1].length;
    }
    out.append(text.slice(done));
  }

  function control(character) {
    const code = "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return full.make("span", { class: "control", dir: "ltr", title: NAMES[character] || "invisible character" }, `⟨${code}⟩`);
  }

  /** Where folded words stand in a text: [start, end] in order, none inside another. */
  full.places = function (text, words) {
    if (!words.length) return [];
    const plain = /^[\x21-\x7e]*( [\x21-\x7e]+)*$/.test(text); // then every letter stays where it is
    const [folded, starts] = plain ? [text.toLowerCase(), null] : foldedWithStarts(text);
    const start = (place) => (starts ? starts[place] : place);
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0 && found.length < 1000; at = folded.indexOf(word, at + word.length)) {
        found.push([start(at), start(at + word.length)]);
      }
    }
    return joined(found.sort((a, b) => a[0] - b[0] || b[1] - a[1]));
  };

  function foldedWithStarts(text) {
    const starts = [];
    let folded = "", at = 0;
    for (const character of text) {
      const more = full.fold(character);
      if (!(more === " " && folded.endsWith(" "))) {
        for (let i = 0; i < more.length; i++) starts.push(at);
        folded += more;
      }
      at += character.length;
    }
    return [folded, [...starts, at]];
  }

  function joined(ranges) {
    const out = [];
    for (const [start, end] of ranges) {
      const last = out[out.length - 1];
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else if (end > start) out.push([start, end]);
    }
    return out;
  }

  /** The words of a query, folded; what stands in quotes is one. */
  full.words = function (query) {
    const parts = full.fold(query).match(/"[^"]+"?|[^\s"]+/g) || [];
    return parts.map((part) => part.replaceAll('"', "").trim()).filter(Boolean);
  };

  const LONG_DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
  const written = (format, day, moment) => (isNaN(moment) ? day : format.format(moment).replace(",", ""));

  full.longDay = (day) => (day ? written(LONG_DAY, day, new Date(day + "T00:00:00Z")) : "Without a date");
  full.longMonth = (month) => (month ? written(MONTH, month, new Date(month + "-01T00:00:00Z")) : "Without a date");
  full.number = (value) => Number(value).toLocaleString("en-GB");
  full.several = (count, one, many) => `${full.number(count)} ${count === 1 ? one : many}`;
  full.at = (id) => document.getElementById(id);
})();

"""The script that runs in the page and reads back what stands where, so that truth is what was drawn."""

SCRIPT = r"""
() => {
  const paneBox = document.getElementById('pane').getBoundingClientRect();
  const four = r => [r.left, r.top, r.right, r.bottom];
  const covers = [...document.querySelectorAll('[data-over]')].map(e => e.getBoundingClientRect());
  const covered = r => covers.some(c => Math.min(r.right, c.right) - Math.max(r.left, c.left) > r.width * 0.3
    && Math.min(r.bottom, c.bottom) - Math.max(r.top, c.top) > r.height * 0.3);
  const shown = r => {
    if (r.width < 0.5 || r.height < 0.5) return false;
    const tall = Math.min(r.bottom, paneBox.bottom) - Math.max(r.top, paneBox.top);
    const wide = Math.min(r.right, paneBox.right) - Math.max(r.left, paneBox.left);
    if (tall / r.height < 0.85 || wide / r.width < 0.6) return false;
    return !covered(r);
  };
  // Every word with its box; a word that breaks over two lines becomes two pieces, the first marked as glued to the next.
  const pieces = node => {
    const found = [], walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      for (const hit of n.data.matchAll(/\S+/gu)) {
        let piece = null, at = hit.index;
        for (const letter of hit[0]) {
          range.setStart(n, at); range.setEnd(n, at += letter.length);
          const r = range.getBoundingClientRect();
          if (piece && r.width && Math.abs(r.top - piece.top) > r.height * 0.5) { found.push({...piece, glued: true}); piece = null; }
          if (!piece) piece = {word: '', left: r.left, top: r.top, right: r.right, bottom: r.bottom};
          piece.word += letter;
          if (r.width) { piece.left = Math.min(piece.left, r.left); piece.right = Math.max(piece.right, r.right); piece.bottom = Math.max(piece.bottom, r.bottom); }
        }
        if (piece) found.push({...piece, glued: false});
      }
    }
    return found.map(p => ({...p, width: p.right - p.left, height: p.bottom - p.top}));
  };
  const tight = e => { const range = document.createRange(); range.selectNodeContents(e); return four(range.getBoundingClientRect()); };
  const joined = list => list.map(p => p.word + (p.glued ? '' : ' ')).join('').trim();
  const listed = list => list.map(p => p.glued ? [p.word, four(p), true] : [p.word, four(p)]);
  const whole = (selector, inPane) => [...document.querySelectorAll(selector)].filter(e => inPane ? shown(e.getBoundingClientRect()) : e.dataset.aside || !covered(e.getBoundingClientRect()))
    .map(e => ({text: joined(pieces(e)), bbox: four(e.getBoundingClientRect()), notice: e.hasAttribute('data-notice'), kind: e.dataset.aside || ''}));
  const messages = [...document.querySelectorAll('[data-m]')].map(row => {
    const box = (row.querySelector('[data-box]') || row).getBoundingClientRect();
    const part = name => row.querySelector('[data-' + name + ']') || document.querySelector('[data-' + name + '][data-for="' + row.dataset.m + '"]');
    const seen = e => !!e && shown(e.getBoundingClientRect());
    const all = part('said') ? pieces(part('said')) : [], some = all.filter(shown), at = part('at'), name = part('name'), card = part('card');
    return {id: +row.dataset.m, box: four(box), height: box.height, text: joined(all), visible: joined(some), words: listed(some),
      at: seen(at) ? at.textContent.trim() : null, named: !!name, name: seen(name) ? joined(pieces(name)) : null, name_box: name ? tight(name) : null,
      cited: seen(part('cited')), card: card ? {text: joined(pieces(card)), visible: joined(pieces(card).filter(shown)), box: four(card.getBoundingClientRect())} : null};
  }).filter(m => m.box[3] > paneBox.top + 2 && m.box[1] < paneBox.bottom - 2);
  const pane = document.getElementById('pane');
  return {pane: four(paneBox), messages, marks: whole('[data-mark]', true), states: whole('[data-state]', true), asides: whole('[data-aside]', false),
    title: whole('[data-heading]', false)[0] || null, under: whole('[data-under]', false)[0] || null, clock: whole('[data-phone-clock]', false)[0] || null,
    scroll: [pane.scrollTop, pane.scrollHeight - pane.clientHeight]};
}
"""

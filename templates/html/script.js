(() => {
  'use strict';
  const d = document, root = d.documentElement, $ = id => d.getElementById(id), all = (s, r = d) => [...r.querySelectorAll(s)];
  const units = all('[data-change]'), law = $('law'), pos = $('pos');
  const names = { ins: 'inserted', del: 'deleted', sub: 'substituted', 'move-from': 'moved away', 'move-to': 'moved here', renum: 'renumbered' };
  root.classList.add('js');
  for (const unit of units) if (/^(P|DIV)$/.test(unit.tagName)) unit.dataset.k = names[unit.dataset.kind];

  // what a view or a filter hides is hidden from assistive technology too
  const hide = (e, hidden) => { if (hidden) e.setAttribute('aria-hidden', 'true'); else if (e.hasAttribute('aria-hidden')) e.removeAttribute('aria-hidden'); };
  const state = () => ({
    view: (d.querySelector('[name=v]:checked') || { dataset: { view: 'clean' } }).dataset.view,
    off: new Set(all('input[data-m]').filter(x => !x.checked).map(x => x.dataset.m)),
    kind: $('f-kind') ? $('f-kind').value : '', rec: $('f-rec') ? $('f-rec').value : '', part: $('f-part') ? $('f-part').value : ''
  });
  const recs = {};
  for (const card of all('.card[data-rec]')) recs[card.id.slice(7)] = card.dataset.rec.split(' ');
  const what = unit => unit.closest('li[id^=fn-]') ? 'footnote' : unit.closest('.num,.n') ? 'number' : unit.closest('h2,h3,h4,h5,h6') ? 'heading' : unit.closest('table') ? 'table' : unit.dataset.change === 'references' ? 'reference' : unit.tagName === 'SPAN' ? 'text' : 'provision';
  const wanted = (unit, now) => !now.off.has(unit.dataset.module) &&
    (!now.kind || now.kind === unit.dataset.kind || now.kind === 'w:' + what(unit)) &&
    (!now.rec || (recs[unit.dataset.change] || []).includes(now.rec)) &&
    (!now.part || !!unit.closest('[id="' + CSS.escape(now.part) + '"]') || (unit.firstElementChild && unit.firstElementChild.id === now.part));
  let before = '';
  const sync = () => {
    const now = state(), view = now.view;
    root.dataset.v = view;
    root.toggleAttribute('data-w', !!($('w') && $('w').checked));
    root.toggleAttribute('data-only', !!($('only') && $('only').checked));
    const key = JSON.stringify([view, [...now.off], now.kind, now.rec, now.part]);
    if (key === before) return;
    before = key;
    for (const unit of units) {
      const on = wanted(unit, now);
      if (on === unit.hasAttribute('data-x')) unit.toggleAttribute('data-x', !on);
    }
    if (view !== 'redline') { // the browser's own search reads provisions off the screen as they were styled last: style them now
      const bodies = all('#law .b').filter(b => b.querySelector('ins,del')), step = () => { for (const b of bodies.splice(0, 400)) (b.querySelector('ins,del').parentElement).getBoundingClientRect(); if (bodies.length) setTimeout(step); };
      step();
    }
    for (const note of all('li[data-of]')) note.toggleAttribute('data-x', now.off.has(note.dataset.module));
    for (const e of all('#law del')) hide(e, view === 'new' || (view !== 'old' && !!e.closest('[data-x]')));
    for (const e of all('#law ins')) hide(e, view === 'old');
    for (const card of all('.card')) card.hidden = now.off.has(card.dataset.module) || (!!now.rec && !(recs[card.id.slice(7)] || []).includes(now.rec));
    if (view === 'side') side(); else all('.sbs').forEach(e => e.remove());
  };

  // old and new text beside each other, made when it comes into view
  let seen = null;
  // a long provision is laid out row by row: what stands before its parts, then each of them
  const rows = (part, deep) => {
    const inner = all(':scope > .pr, :scope > div > .pr', part);
    if (inner.length < 2) return [[part, deep]];
    const first = part.cloneNode(true);
    for (const e of all('.pr', first)) e.remove();
    return [[first, deep], ...inner.flatMap(e => rows(e, deep + 1))];
  };
  const copy = (child, deep, drop) => {
    const div = d.createElement('div'), other = drop === 'ins' ? '[data-kind=move-to],[data-kind=ins]' : '[data-kind=move-from],[data-kind=del]';
    div.append(child.cloneNode(true));
    div.className = 'd' + Math.min(deep, 4) + (div.querySelector('ins,del') ? '' : ' same');
    for (const e of all(drop + ',' + other, div)) e.remove();
    for (const e of all('[id],[tabindex]', div)) { e.removeAttribute('id'); e.removeAttribute('tabindex'); }
    return div;
  };
  const side = () => {
    if (!seen) seen = new IntersectionObserver(found => {
      for (const f of found) if (f.isIntersecting && root.dataset.v === 'side' && !f.target.querySelector(':scope > .sbs')) {
        const body = f.target.querySelector(':scope > .b'), both = d.createElement('div');
        if (!body) continue;
        both.className = 'sbs'; both.inert = true; both.setAttribute('aria-hidden', 'true');
        both.append(...[...body.children].flatMap(child => rows(child, 0)).flatMap(([part, deep]) => [copy(part, deep, 'ins'), copy(part, deep, 'del')]));
        body.after(both);
      }
    }, { rootMargin: '600px' });
    for (const art of all('section.art')) if (art.querySelector('[data-change]') || art.closest('[data-change]')) { seen.unobserve(art); seen.observe(art); }
  };

  // from change to change
  let at = -1, current = null;
  const go = step => {
    const now = state(), n = units.length;
    let j = at, tries = 0;
    if (!n) return;
    do { j = (j + step + n) % n; tries++; } while (tries <= n && !wanted(units[j], now));
    if (tries > n) { pos.textContent = 'no change passes the filters'; return; }
    reach(j);
  };
  const reach = j => {
    if (current) current.classList.remove('cur');
    at = j; current = units[j];
    current.classList.add('cur');
    if (!current.hasAttribute('tabindex')) current.tabIndex = -1;
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: current.getBoundingClientRect().height > innerHeight * .6 ? 'start' : 'center' });
    pos.textContent = 'Change ' + (j + 1) + ' of ' + units.length + ' · ' + current.dataset.module + ' · ' + names[current.dataset.kind] + ' · ' + current.dataset.change;
    history.replaceState(null, '', '#' + current.id);
  };
  if ($('nx')) { $('nx').addEventListener('click', () => go(1)); $('pv').addEventListener('click', () => go(-1)); }

  // the reason of a change beside it, and what a reference leads to
  const panel = $('panel');
  let opener = null;
  const show = (nodes, from, near) => {
    panel.replaceChildren(...nodes); panel.hidden = false; opener = from;
    panel.classList.toggle('up', !!near && near.getBoundingClientRect().top > innerHeight / 2);
  };
  const close = () => { if (!panel.hidden) { panel.hidden = true; if (opener) opener.focus({ preventScroll: true }); } };
  const button = () => { const b = d.createElement('button'); b.type = 'button'; b.textContent = 'Close'; b.addEventListener('click', close); return b; };
  const help = () => {
    const list = d.createElement('ul'), keys = { n: 'next change', p: 'previous change', t: 'contents', f: 'filters', Esc: 'close what is open', '?': 'this help' };
    for (const [key, what] of Object.entries(keys)) {
      if (!units.length && /^[npf]$/.test(key)) continue;
      const item = d.createElement('li'), k = d.createElement('kbd');
      k.textContent = key; item.append(k, ' ' + what); list.append(item);
    }
    show([list, button()], d.activeElement);
    panel.querySelector('button').focus();
  };
  const clone = e => { const c = e.cloneNode(true); c.removeAttribute('id'); c.removeAttribute('tabindex'); all('[id]', c).forEach(x => x.removeAttribute('id')); return c; };
  law.addEventListener('click', e => {
    const unit = e.target.closest('[data-change]');
    if (!unit || e.target.closest('a,button')) return;
    const card = $('change-' + unit.dataset.change);
    if (card) { at = units.indexOf(unit); show([clone(card), button()], unit); }
  });
  const preview = e => {
    const link = e.target.closest && e.target.closest('#law a[href^="#"]:not(.mv,[role=doc-noteref],.back)'), target = link && $(decodeURIComponent(link.getAttribute('href').slice(1)));
    if (!target || !panel.hidden && opener !== link && opener !== null) return;
    const div = d.createElement('div');
    div.textContent = (target.textContent || '').replace(/\s+/g, ' ').trim().slice(0, 420) + '…';
    show([div], null, link);
  };
  const away = e => { if (opener === null && e.target.closest && e.target.closest('#law a')) panel.hidden = true; };
  if (panel) { law.addEventListener('mouseover', preview); law.addEventListener('mouseout', away); law.addEventListener('focusin', preview); law.addEventListener('focusout', away); }

  // defined terms of the clean text as links, made where they are read
  const terms = new Map(all('#law dfn').map(x => [x.textContent.toLowerCase(), x]));
  const tie = body => {
    if (body.dataset.tied || !terms.size) return;
    body.dataset.tied = '1';
    const words = [...terms.keys()].sort((a, b) => b.length - a.length).map(t => t.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), find = new RegExp('\\b(' + words.join('|') + ')(?=s?\\b)', 'gi');
    const walk = d.createTreeWalker(body, NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('a,dfn,[data-ui]')) texts.push(walk.currentNode);
    for (const t of texts) {
      let last = 0; const out = [];
      for (const m of t.data.matchAll(find)) {
        const def = terms.get(m[1].toLowerCase()), home = def && def.closest('[id]');
        if (!home || home.contains(t)) continue;
        const a = d.createElement('a');
        a.className = 'term'; a.href = '#' + home.id; a.textContent = m[1];
        out.push(t.data.slice(last, m.index), a); last = m.index + m[1].length;
      }
      if (out.length) { out.push(t.data.slice(last)); t.replaceWith(...out); }
    }
  };
  if ($('terms')) {
    const eye = new IntersectionObserver(found => { for (const f of found) if (f.isIntersecting && $('terms').checked) tie(f.target); }, { rootMargin: '300px' });
    $('terms').addEventListener('change', () => { for (const b of all('#law .b')) { eye.unobserve(b); if ($('terms').checked) eye.observe(b); } });
  }

  // a citation to copy
  if (law && navigator.clipboard) law.addEventListener('mouseover', e => {
    const head = e.target.closest('section.art > :is(h2,h3,h4)');
    if (!head || head.querySelector('button')) return;
    const b = d.createElement('button');
    b.type = 'button'; b.textContent = 'Copy citation'; b.setAttribute('data-ui', ''); b.className = 'cite';
    const number = (head.querySelector('.num') || head).textContent.trim();
    b.addEventListener('click', () => navigator.clipboard.writeText(number.replace(/^[A-Z]/, c => c.toLowerCase()) + ', ' + d.title + ', ' + location.href.split('#')[0] + '#' + head.parentElement.id).then(() => { b.textContent = 'Copied'; }, () => { b.textContent = 'Not copied'; }));
    head.append(' ', b);
  });

  // search: the provisions in which the words stand, as they read in the new text
  const find = $('find');
  const plain = e => {
    const c = e.cloneNode(true);
    all('del,[data-ui],.sbs', c).forEach(x => x.remove());
    all('p,b,td,th,h2,h3,h4,h5', c).forEach(x => x.append(' '));
    return c.textContent.replace(/\s+/g, ' ').trim();
  };
  let wait = 0;
  if (find) find.addEventListener('input', () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      const q = find.value.trim().toLowerCase(), out = $('found'), hits = [];
      out.replaceChildren();
      if (q.length < 2) return;
      for (const art of all('#law section.art')) {
        const text = plain(art), i = text.toLowerCase().indexOf(q), head = art.querySelector('h2,h3,h4,h5,h6');
        if (i < 0) continue;
        const a = d.createElement('a'), name = d.createElement('b');
        a.href = '#' + (art.id || art.closest('[id]').id);
        name.textContent = head ? plain(head) : '';
        a.append(name, '… ' + text.slice(Math.max(0, i - 40), i + q.length + 60) + ' …');
        hits.push(a);
      }
      out.append(hits.length + (hits.length === 1 ? ' provision' : ' provisions'), ...hits.slice(0, 60));
    }, 150);
  });

  d.addEventListener('keydown', e => {
    if (e.key === 'Escape') { close(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || ($('k') && !$('k').checked)) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && !/^(checkbox|radio)$/.test(e.target.type)) return;
    const more = d.querySelector('.more');
    if (e.key === 'n' && units.length) { e.preventDefault(); go(1); }
    else if (e.key === 'p' && units.length) { e.preventDefault(); go(at < 0 ? 0 : -1); }
    else if (e.key === 't') { e.preventDefault(); $('contents').focus(); $('contents').scrollIntoView({ block: 'nearest' }); }
    else if (e.key === 'f' && more) { e.preventDefault(); more.open = true; more.querySelector('select').focus(); }
    else if (e.key === '?') { e.preventDefault(); help(); }
  });
  addEventListener('hashchange', () => { const t = units.findIndex(x => '#' + x.id === location.hash); if (t >= 0) at = t; });
  for (const x of all('[name=v],#w,#only,input[data-m],#f-kind,#f-rec,#f-part')) x.addEventListener('change', sync);
  addEventListener('beforeprint', () => { for (const x of all('details:not([open])')) { x.open = true; x.dataset.re = ''; } });
  addEventListener('afterprint', () => { for (const x of all('details[data-re]')) { x.open = false; delete x.dataset.re; } });
})();

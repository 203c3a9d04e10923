(() => {
  'use strict';
  const d = document, root = d.documentElement, $ = id => d.getElementById(id), all = (s, r = d) => [...r.querySelectorAll(s)];
  const units = all('[data-change]'), law = $('law'), pos = $('pos'), panel = $('panel');
  const names = { ins: 'inserted', del: 'deleted', sub: 'substituted', 'move-from': 'moved away', 'move-to': 'moved here', renum: 'renumbered' };
  const make = (tag, words, name) => { const e = d.createElement(tag); e.textContent = words || ''; if (name) e.className = name; return e; };
  const button = (words, done, name) => { const b = make('button', words, name); b.type = 'button'; b.addEventListener('click', done); return b; };
  const link = (id, words) => { const a = make('a', words); a.href = '#' + id; return a; };
  const on = (e, kinds, done) => { for (const kind of kinds.split(' ')) e.addEventListener(kind, done); };
  root.classList.add('js');

  // Long work goes on in slices, so that the page answers meanwhile; new work of the same name takes the place of the old.
  const works = {};
  const slowly = (name, list, each, done) => {
    let i = 0;
    const run = () => {
      const end = performance.now() + 8;
      if (works[name] !== run) return;
      while (i < list.length && performance.now() < end) each(list[i], i++);
      if (i < list.length) setTimeout(run); else if (done) done();
    };
    works[name] = run;
    run();
  };
  // What is looked at first is done when it is about to come into view.
  const near = (each, margin) => new IntersectionObserver(found => { for (const f of found) if (f.isIntersecting) each(f.target); }, { rootMargin: margin });

  // --- what is shown

  const kept = { view: 'redline', off: new Set(), kind: '', rec: '', part: '' };
  const value = id => $(id) ? $(id).value : '';
  const state = () => ({
    view: (d.querySelector('[name=v]:checked') || { dataset: { view: 'clean' } }).dataset.view,
    off: new Set(all('input[data-m]').filter(x => !x.checked).map(x => x.dataset.m)),
    kind: value('f-kind'), rec: value('f-rec'), part: value('f-part')
  });
  const cards = id => $('change-' + id);
  const recommended = (id, letter) => { const card = cards(id); return !!card && (card.dataset.rec || '').split(' ').includes(letter); };
  // what each unit is, read once; which of them the filters leave out; what a note that came or went is part of
  const facts = units.map(unit => { const [kind, module, what] = ['kind', 'module', 'what'].map(x => unit.getAttribute('data-' + x)); return { kind, module, what: what || (unit.tagName === 'SPAN' ? 'text' : 'provision') }; });
  const out = new Uint8Array(units.length), notes = all('li[data-of]');
  const within = id => { // the units in a Part, and one that the Part came or went in
    const part = $(id), found = new Set(all('[data-change]', part)), outer = part.closest('[data-change]');
    return outer ? found.add(outer) : found;
  };
  const nearby = () => { // the number of a unit a little before the middle of the screen
    const here = d.elementFromPoint(innerWidth / 2, innerHeight / 2) || d.body;
    let low = 0, high = units.length;
    while (low < high) { const j = low + high >> 1; if (here.compareDocumentPosition(units[j]) & Node.DOCUMENT_POSITION_FOLLOWING) high = j; else low = j + 1; }
    return Math.max(0, low - 200);
  };
  const sift = inside => {
    units.forEach((unit, j) => {
      const { kind, what } = facts[j];
      out[j] = kept.kind && kept.kind !== kind && kept.kind !== 'w:' + what || kept.rec && !recommended(unit.dataset.change, kept.rec) || inside && !inside.has(unit) ? 1 : 0;
    });
    // those on the screen first
    const first = nearby();
    slowly('filter', units, (_, j) => { const i = (j + first) % units.length; units[i].toggleAttribute('data-x', !!out[i]); });
  };
  const wanted = j => !out[j] && !kept.off.has(facts[j].module);
  const hide = (e, hidden) => { if (hidden) e.setAttribute('aria-hidden', 'true'); else if (e.hasAttribute('aria-hidden')) e.removeAttribute('aria-hidden'); };

  // The place in the text that stays where it is while what is around it changes: the change one is at, or the section at the top.
  const held = () => {
    const bar = d.querySelector('.bar'), top = bar && getComputedStyle(bar).position === 'sticky' ? bar.offsetHeight : 0;
    if (scrollY < innerHeight / 2) return () => {};
    const seen = current && current.getBoundingClientRect();
    let e = seen && seen.height && seen.bottom > top && seen.top < innerHeight ? current : null;
    if (!e) { const hit = d.elementsFromPoint(innerWidth / 2, top + 40).find(x => law.contains(x) && x !== law); e = hit && (hit.closest('section,.pr') || hit); }
    if (!e) return () => {};
    const box = e.getBoundingClientRect(), share = Math.max(0, top - box.top) / (box.height || 1), at = Math.max(box.top, top);
    return () => { const now = e.getBoundingClientRect(); if (now.height) scrollBy(0, now.top + now.height * share - at); };
  };

  const sync = () => {
    const now = state(), filters = x => [x.kind, x.rec, x.part].join('|');
    const moved = now.view !== kept.view, refiltered = filters(now) !== filters(kept), switched = [...now.off].join() !== [...kept.off].join();
    root.toggleAttribute('data-w', !!($('w') && $('w').checked));
    if (!!($('only') && $('only').checked) !== root.hasAttribute('data-only')) { const back = held(); root.toggleAttribute('data-only'); fold(); back(); }
    if (!moved && !refiltered && !switched) return;
    const back = moved ? held() : null;
    Object.assign(kept, now);
    root.dataset.v = now.view;
    root.dataset.off = [...now.off].join(' ');
    if (refiltered) {
      const inside = now.part ? within(now.part) : null;
      root.toggleAttribute('data-f', !!(now.kind || now.rec || now.part));
      sift(inside);
      const named = inside && new Set([...inside].map(unit => unit.dataset.change));
      slowly('cards', all('.card'), card => card.toggleAttribute('data-x', !!now.rec && !recommended(card.id.slice(7), now.rec) || !!named && !named.has(card.id.slice(7))));
      for (const option of $('f-part') ? $('f-part').options : []) if (option.value) $(option.value).toggleAttribute('data-away', !!now.part && option.value !== now.part);
    }
    if (now.view === 'side') side(); else if (moved) for (const e of all('.sbs')) { e.parentElement.classList.remove('two'); e.remove(); }
    if (back) back();
    // what a view or a filter hides is hidden from assistive technology too
    const veil = (host, gone) => {
      const views = kept.view;
      for (const e of host.querySelectorAll('ins,del')) hide(e, e.tagName === 'DEL' ? views === 'new' || views !== 'old' && gone : views === 'old');
    };
    slowly('tree', facts, (_, j) => veil(units[j], !wanted(j)), () => notes.forEach(note => veil(note, kept.off.has(note.dataset.module))));
    // the browser's own search reads provisions off the screen as they were styled last: style them now
    if (moved && (now.view === 'new' || now.view === 'old')) setTimeout(() => slowly('style', units.slice(0, 4000), unit => unit.getBoundingClientRect()), units.length > 4000 ? 200 : 0); else works.style = null;
  };

  // old and new text beside each other, made when it comes into view; a long provision is laid out row by row
  const rows = (part, deep) => {
    const inner = all(':scope > .pr, :scope > div > .pr', part);
    if (inner.length < 2) return [[part, deep]];
    const first = part.cloneNode(true);
    for (const e of all('.pr', first)) e.remove();
    return [[first, deep], ...inner.flatMap(e => rows(e, deep + 1))];
  };
  const copy = (child, deep, drop) => {
    const div = make('div'), other = drop === 'ins' ? '[data-kind=move-to],[data-kind=ins]' : '[data-kind=move-from],[data-kind=del]';
    div.append(child.cloneNode(true));
    div.className = 'd' + Math.min(deep, 4) + (div.querySelector('ins,del') ? '' : ' same');
    for (const e of all(drop + ',' + other, div)) e.remove();
    for (const e of all('[id],[tabindex]', div)) { if (e.dataset.change) e.dataset.of = e.id; e.removeAttribute('id'); e.removeAttribute('tabindex'); e.classList.remove('cur'); }
    return div;
  };
  const beside = art => {
    const body = art.querySelector(':scope > .b'), both = make('div', '', 'sbs');
    if (kept.view !== 'side' || !body || art.classList.contains('two')) return;
    both.inert = true; both.setAttribute('aria-hidden', 'true');
    both.append(...[...body.children].flatMap(child => rows(child, 0)).flatMap(([part, deep]) => [copy(part, deep, 'ins'), copy(part, deep, 'del')]));
    body.after(both);
    art.classList.add('two');
  };
  let eye = null;
  const side = () => {
    if (!eye) eye = new IntersectionObserver(found => {
      const back = held();
      for (const f of found) if (f.isIntersecting) beside(f.target);
      back();
    }, { rootMargin: '600px' });
    for (const art of all('section.art:not(.same)')) { eye.unobserve(art); eye.observe(art); }
  };

  // only changed provisions: the others keep their headings, and open when asked
  const unfold = near(art => {
    const head = art.querySelector(':scope > :is(h2,h3,h4)');
    if (!root.hasAttribute('data-only') || !head || head.querySelector('.fold')) return;
    const b = button('Show', () => { const open = art.toggleAttribute('data-open'); b.textContent = open ? 'Hide' : 'Show'; b.setAttribute('aria-expanded', open); }, 'fold');
    b.setAttribute('data-ui', ''); b.setAttribute('aria-expanded', art.hasAttribute('data-open'));
    head.append(' ', b);
  }, '300px');
  const fold = () => { for (const art of all('section.art.same')) { unfold.unobserve(art); if (root.hasAttribute('data-only')) unfold.observe(art); } };

  // --- from change to change

  let at = -1, current = null;
  const go = step => {
    const n = units.length;
    let j = at < 0 && step < 0 ? 0 : at, tries = 0;
    if (!n) return;
    do { j = (j + step + n) % n; tries++; } while (tries <= n && !wanted(j));
    if (tries > n) { pos.textContent = 'no mark passes the filters'; return; }
    reach(j);
  };
  const settle = (x, n) => setTimeout(() => { // what is laid out only now moves what was reached
    const t = x.getBoundingClientRect().top;
    if (t < 0 || t > innerHeight) x.scrollIntoView();
    if (n) settle(x, n - 1);
  }, 20);
  const twins = unit => { // where it stands when old and new text are beside each other
    const art = kept.view === 'side' && unit.closest('section.art');
    if (!art) return [];
    beside(art);
    return all('.sbs [data-of="' + CSS.escape(unit.id) + '"]', art);
  };
  const reach = j => {
    for (const e of current ? [current, ...twins(current)] : []) e.classList.remove('cur');
    at = j; current = units[j];
    if (!current.hasAttribute('tabindex')) current.tabIndex = -1;
    current.focus({ preventScroll: true });
    const both = twins(current), seen = both[0] || current;
    for (const e of [current, ...both]) e.classList.add('cur');
    seen.scrollIntoView({ block: seen.getBoundingClientRect().height > innerHeight * .6 ? 'start' : 'center' });
    settle(seen, 2);
    pos.textContent = 'Mark ' + (j + 1) + ' of ' + units.length + ' · ' + current.dataset.module + ' · ' + names[current.dataset.kind] + ' · ' + current.dataset.change;
    history.replaceState(null, '', '#' + current.id);
    if (!panel.hidden && reason) show(reasons(current), current);
  };
  if ($('nx')) { on($('nx'), 'click', () => go(1)); on($('pv'), 'click', () => go(-1)); }

  // the map of the changes along the edge: a click goes to that place of the law, as on a scroll bar
  const map = d.querySelector('.map');
  if (map) on(map, 'click', e => {
    const box = map.getBoundingClientRect(), text = law.getBoundingClientRect();
    scrollBy(0, text.top + (e.clientY - box.top) / box.height * text.height - innerHeight / 2);
  });

  // the change before and the one after a card
  const turned = card => {
    const list = card.parentElement, step = (e, way, other) => { const next = e[way] || list[way] && list[way].matches('.cards') && list[way][other]; return next && next.matches && next.matches('.card') ? next : null; };
    const before = step(card, 'previousElementSibling', 'lastElementChild'), after = step(card, 'nextElementSibling', 'firstElementChild'), p = make('p', '', 'turn');
    if (before) p.append(link(before.id, '‹ ' + before.id.slice(7)), ' ');
    if (after) p.append(link(after.id, after.id.slice(7) + ' ›'));
    return p;
  };
  const turn = near(list => { if (!list.querySelector('.turn')) for (const card of list.children) card.append(turned(card)); }, '200px');
  for (const list of all('.cards')) turn.observe(list);

  // --- the reason of a change beside it, and what a reference leads to

  let opener = null, reason = false;
  const show = (nodes, from, ref) => {
    panel.replaceChildren(...nodes); panel.hidden = false; opener = from; reason = !ref;
    panel.setAttribute('aria-label', ref ? 'What the reference leads to' : from && from.dataset.change ? 'Reason for the change' : 'Keys');
    const by = ref || from && from.dataset.change && from;
    panel.classList.toggle('up', !!by && by.getBoundingClientRect().top > innerHeight / 2);
  };
  const close = () => { if (!panel.hidden) { panel.hidden = true; if (opener) opener.focus({ preventScroll: true }); } };
  const clone = e => { const c = e.cloneNode(true); c.removeAttribute('id'); all('.turn', c).forEach(x => x.remove()); all('[id]', c).forEach(x => x.removeAttribute('id')); return c; };
  const reasons = unit => {
    const card = cards(unit.dataset.change), copied = clone(card), sign = make('span', unit.dataset.module, 'sign'), row = make('p', '', 'steps');
    copied.classList.add(...card.parentElement.className.split(' ').filter(x => /^m\d/.test(x)));
    copied.firstElementChild.append(' ', sign);
    row.append(button('‹ Previous', () => go(-1)), button('Next ›', () => go(1)), button('Close', close));
    return [copied, row];
  };
  const explain = unit => { if (!unit || !cards(unit.dataset.change)) return false; at = units.indexOf(unit); show(reasons(unit), unit); return true; };
  const help = () => {
    const list = make('ul'), keys = { n: 'next change', p: 'previous change', Enter: 'the reason of the change', t: 'contents', f: 'filters', '/': 'find', Esc: 'close what is open', '?': 'this help' };
    for (const [key, does] of Object.entries(keys)) {
      if (!units.length && /^([npf]|Enter)$/.test(key)) continue;
      const item = make('li');
      item.append(make('kbd', key), ' ' + does); list.append(item);
    }
    show([list, button('Close', close)], d.activeElement);
    reason = false;
    panel.querySelector('button').focus();
  };
  on(law, 'click', e => {
    if (e.target.closest('a,button')) return;
    let unit = e.target.closest('[data-change]');
    if (unit && unit.closest('.sbs')) unit = units.find(x => x.dataset.change === unit.dataset.change);
    explain(unit);
  });
  const preview = e => {
    const from = e.target.closest && e.target.closest('#law a[href^="#"]:not(.mv,[role=doc-noteref],.back)'), target = from && $(decodeURIComponent(from.getAttribute('href').slice(1)));
    if (!target || !panel.hidden && (reason || opener)) return;
    const text = plain(target, 'del');
    show([make('div', text.slice(0, 420) + (text.length > 420 ? '…' : ''))], null, from);
  };
  const away = e => { if (opener === null && !reason && e.target.closest && e.target.closest('#law a')) panel.hidden = true; };
  on(law, 'mouseover focusin', preview); on(law, 'mouseout focusout', away);

  // --- reading aids of the clean text

  // defined terms as links, made where they are read
  const terms = new Map($('terms') ? all('#law dfn').map(x => [x.textContent.toLowerCase(), x]) : []);
  const spelled = [...terms.keys()].sort((a, b) => b.length - a.length).map(t => t.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const find = new RegExp('\\b(' + spelled.join('|') + ')(?=s?\\b)', 'gi');
  const tie = body => {
    if (body.dataset.tied || !terms.size || !$('terms').checked) return;
    body.dataset.tied = '1';
    const walk = d.createTreeWalker(body, NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('a,dfn,[data-ui]')) texts.push(walk.currentNode);
    for (const t of texts) {
      let last = 0; const parts = [];
      for (const m of t.data.matchAll(find)) {
        const def = terms.get(m[1].toLowerCase()), home = def && def.closest('[id]');
        if (!home || home.contains(t)) continue;
        const a = link(home.id, m[1]);
        a.className = 'term';
        parts.push(t.data.slice(last, m.index), a); last = m.index + m[1].length;
      }
      if (parts.length) { parts.push(t.data.slice(last)); t.replaceWith(...parts); }
    }
  };
  const untie = () => { for (const a of all('a.term')) a.replaceWith(...a.childNodes); for (const b of all('[data-tied]')) { delete b.dataset.tied; b.normalize(); } };
  if ($('terms')) {
    const reading = near(tie, '300px');
    on($('terms'), 'change', () => { if (!$('terms').checked) untie(); for (const b of all('#law .b')) { reading.unobserve(b); if ($('terms').checked) reading.observe(b); } });
  }

  // a citation to copy, beside each heading
  const cited = near(art => {
    const head = art.querySelector(':scope > :is(h2,h3,h4)');
    if (!head || head.querySelector('.cite')) return;
    const number = plain(head.querySelector('.num') || head, 'del');
    const b = button('Copy citation', () => navigator.clipboard.writeText(number.replace(/^[A-Z]/, c => c.toLowerCase()) + ', ' + d.title + ', ' + location.href.split('#')[0] + '#' + art.id).then(() => { b.textContent = 'Copied'; }, () => { b.textContent = 'Not copied'; }), 'cite');
    b.setAttribute('data-ui', '');
    b.setAttribute('aria-label', 'Copy citation of ' + number);
    head.append(' ', b);
  }, '200px');
  if (!units.length && navigator.clipboard) for (const art of all('#law section.art[id]')) cited.observe(art);

  // --- search: the provisions in which the words stand, as they read in the new text, or in the old one where that is shown

  const block = /^(P|B|DIV|SECTION|T[DHR]|H[1-6]|LI)$/;
  const plain = (e, drop) => {
    let words = '';
    const read = n => {
      for (let c = n.firstChild; c; c = c.nextSibling) {
        if (c.nodeType === 3) words += c.data;
        else if (c.nodeType === 1 && !c.matches(drop + ',[data-ui],.sbs')) { const apart = block.test(c.tagName) ? ' ' : ''; words += apart; read(c); words += apart; }
      }
    };
    read(e);
    return words.replace(/\s+/g, ' ').trim();
  };
  const search = $('find'), texts = { ins: new Map(), del: new Map() };
  const look = () => {
    const q = search.value.trim().toLowerCase(), found = $('found'), drop = kept.view === 'old' ? 'ins' : 'del', list = make('div'), count = make('span');
    let hits = 0;
    works.find = null;
    found.replaceChildren();
    if (q.length < 2) return;
    const seen = all('#law section.art'), arts = seen.length ? seen : all('#law > *');
    slowly('find', arts, art => {
      let text = texts[drop].get(art);
      if (text === undefined) texts[drop].set(art, text = plain(art, drop));
      const i = text.toLowerCase().indexOf(q), head = i < 0 ? null : art.querySelector('h2,h3,h4,h5,h6'), home = i < 0 ? null : art.closest('[id]');
      if (i < 0 || !home || ++hits > 60) return;
      const a = link(home.id, '');
      a.append(make('b', head ? plain(head, drop) : ''), '…' + text.slice(Math.max(0, i - 40), i), make('mark', text.slice(i, i + q.length)), text.slice(i + q.length, i + q.length + 60) + '…');
      list.append(a);
    }, () => { count.textContent = hits + (hits === 1 ? ' provision' : ' provisions') + (hits > 60 ? ', the first 60:' : ''); found.replaceChildren(count, list); });
  };
  let wait = 0;
  if (search) on(search, 'input', () => { clearTimeout(wait); wait = setTimeout(look, 150); });

  // --- keys, the address, paper

  on(d, 'keydown', e => {
    if (e.key === 'Escape') { if (!panel.hidden) close(); else if (search && search.value) { search.value = ''; look(); } return; }
    if (e.ctrlKey || e.metaKey || e.altKey || ($('k') && !$('k').checked)) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && !/^(checkbox|radio)$/.test(e.target.type)) return;
    const more = d.querySelector('.more');
    if (e.key === 'n' && units.length) { e.preventDefault(); go(1); }
    else if (e.key === 'p' && units.length) { e.preventDefault(); go(-1); }
    else if (e.key === 'Enter' && current && e.target === current) { if (explain(current)) e.preventDefault(); }
    else if (e.key === 't') { e.preventDefault(); $('contents').focus(); $('contents').scrollIntoView({ block: 'nearest' }); }
    else if (e.key === 'f' && more) { e.preventDefault(); more.open = true; more.querySelector('select').focus(); }
    else if (e.key === '/' && search) { e.preventDefault(); search.focus(); }
    else if (e.key === '?') { e.preventDefault(); help(); }
  });
  const arrived = () => { const x = $(decodeURIComponent(location.hash.slice(1))), t = units.indexOf(x); if (t >= 0) at = t; if (x) settle(x, 4); };
  on(window, 'hashchange', arrived);
  arrived();
  for (const x of all('[name=v],#w,#only,input[data-m],#f-kind,#f-rec,#f-part')) on(x, 'change', sync);
  sync();
  on(window, 'beforeprint', () => { for (const x of all('details:not([open])')) { x.open = true; x.dataset.re = ''; } });
  on(window, 'afterprint', () => { for (const x of all('details[data-re]')) { x.open = false; delete x.dataset.re; } });
})();

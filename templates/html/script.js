(function () {
  'use strict';
  var root = document.documentElement, marks = [].slice.call(document.querySelectorAll('main ins[id], main del[id]')), at = -1;
  var view = document.getElementById('view'), module = document.getElementById('module'), counter = document.getElementById('counter');
  function chosen() {
    var name = module ? module.value : '', hide = root.dataset.view === 'amended' ? 'DEL' : root.dataset.view === 'original' ? 'INS' : '';
    return marks.filter(function (m) { return (!name || m.dataset.module === name) && m.tagName !== hide; });
  }
  function renew() {
    root.dataset.view = view.value;
    var list = chosen(), name = module ? module.value : '';
    marks.forEach(function (m) { m.classList.toggle('dim', !!name && m.dataset.module !== name); });
    document.querySelectorAll('.changes li').forEach(function (li) { li.hidden = !!name && li.dataset.module !== name; });
    document.querySelectorAll('main del').forEach(function (m) { m.toggleAttribute('aria-hidden', root.dataset.view === 'amended'); });
    at = -1;
    counter.textContent = list.length + (list.length === 1 ? ' mark' : ' marks');
  }
  function go(step) {
    var list = chosen();
    if (!list.length) { return; }
    at = (at + step + list.length) % list.length;
    document.querySelectorAll('.now').forEach(function (m) { m.classList.remove('now'); });
    var mark = list[at];
    mark.classList.add('now');
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: 'center' });
    counter.textContent = (at + 1) + ' of ' + list.length + ': ' + mark.title;
  }
  view.addEventListener('change', renew);
  if (module) { module.addEventListener('change', renew); }
  document.getElementById('next').addEventListener('click', function () { go(1); });
  document.getElementById('previous').addEventListener('click', function () { go(-1); });
  document.addEventListener('keydown', function (e) {
    if (e.altKey || e.ctrlKey || e.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) { return; }
    if (e.key === 'n') { go(1); } else if (e.key === 'p') { go(-1); }
  });
}());

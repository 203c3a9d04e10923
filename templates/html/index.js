(() => {
  'use strict';
  const text = (row, n) => row.cells[n].textContent.trim();
  for (const table of document.querySelectorAll('table.sort')) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, n) => {
      const button = document.createElement('button');
      button.type = 'button'; button.setAttribute('aria-label', 'Sort by ' + head.textContent);
      head.append(' ', button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const h of heads) h.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const rows = [...body.rows].sort((a, b) => text(a, n).localeCompare(text(b, n), undefined, { numeric: true }));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }
})();

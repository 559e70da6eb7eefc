/**
 * What makes the report handier where scripts run; it reads the same without. Puts the elements in
 * the order that they are shown in, for screen readers and the tab key; opens a picture large, where
 * the arrow keys switch between picture, overlay and map at the same place.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const results = document.getElementById('results');
  const order = (card) => Number(card.style.order);
  results.append(...[...results.children].sort((a, b) => order(a) - order(b)));
  results.before(document.getElementById('summary'));

  const dialog = document.querySelector('dialog.zoom');
  let figures = [];
  let shown = 0;
  const show = (index) => {
    shown = (index + figures.length) % figures.length;
    dialog.replaceChildren(figures[shown].cloneNode(true));
  };
  for (const views of document.querySelectorAll('.views')) {
    const all = [...views.children];
    for (const [index, figure] of all.entries()) {
      const frame = figure.querySelector('.frame');
      const open = () => { figures = all; show(index); dialog.showModal(); };
      frame.classList.add('enlarges');
      frame.addEventListener('click', open);
      if (index > 0) continue;
      frame.tabIndex = 0;
      frame.setAttribute('role', 'button');
      frame.setAttribute('aria-label', 'Enlarge ' + frame.firstElementChild.alt);
      frame.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); }
      });
    }
  }
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowRight') show(shown + 1);
    if (key === 'ArrowLeft') show(shown - 1);
  });
})();
`;

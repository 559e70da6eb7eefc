// Before the first paint: the colours that were chosen, or the machine's. A file, as the page's policy
// allows no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage is refused: the machine's colours it is.
  }
  const machine = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const scheme = chosen === 'light' || chosen === 'dark' ? chosen : machine;
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();

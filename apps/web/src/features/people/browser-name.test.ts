import { expect, it } from 'vitest';
import { browserOf } from './browser-name.ts';

it('knows browsers and systems by what they call themselves', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36';
  expect(browserOf(chrome)).toBe('Chrome, Linux');
  expect(browserOf(`${chrome} Edg/131.0.0.0`)).toBe('Edge, Linux');
  expect(browserOf('Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0')).toBe(
    'Firefox, Windows',
  );
  expect(browserOf('Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Safari/605.1')).toBe(
    'Safari, iOS',
  );
  expect(browserOf('curl/8.0')).toBeNull();
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, joined, trusted } from './html.ts';

describe('html', () => {
  it('escapes text, in content and in quoted attributes', () => {
    const name = `<img src=x onerror='alert("1")'>&`;
    expect(html`<b title="${name}">${name}</b>`.text).toBe(
      '<b title="&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;&amp;">' +
        '&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;&amp;</b>',
    );
  });

  it('leaves nothing of any text that could open a tag or close an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('keeps markup, lists of markup and numbers, and drops undefined', () => {
    const items = [1, 2].map((n) => html`<li>${n}</li>`);
    const page = html`<p>${items}${undefined}${trusted('<hr>')}</p>`;
    expect(page.text).toBe('<p><li>1</li><li>2</li><hr></p>');
    expect(joined(items).text).toBe('<li>1</li><li>2</li>');
  });
});

import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';
import { toHtml } from './html-table.ts';
import { toLatex } from './latex.ts';
import { toMarkdown } from './markdown.ts';
import { markBest, noteMark, percent, percentCell, spreadCell, type Table } from './table.ts';
import { toText } from './text.ts';

const table: Table = {
  title: 'Image AUROC, 5 % & more',
  columns: ['Category', 'a|b', 'K_8'],
  rows: [
    {
      cells: [
        'metal_nut, <b>',
        { ...spreadCell({ mean: 0.9694, sd: 0.0036, n: 3 }), isBest: true },
        percentCell(86.3, [0]),
      ],
    },
    { cells: ['Mean of 1', spreadCell(null), percentCell(7)], isTotal: true },
  ],
  notes: ['As *printed*.'],
};

describe('markBest', () => {
  it('marks what one decimal cannot tell apart', () => {
    const best = markBest([percentCell(96.94), percentCell(96.86), percentCell(96.8)]);
    expect(best.map(({ isBest }) => isBest)).toEqual([true, true, false]);
  });

  it('needs two figures to call one the best', () => {
    expect(markBest([percentCell(96.9), percentCell(null)]).some(({ isBest }) => isBest)).toBe(
      false,
    );
  });
});

it('percent rounds halves up, as people do', () => {
  expect([65.55, 86.26, 100, 0].map(percent)).toEqual(['65.6', '86.3', '100.0', '0.0']);
});

it('noteMark counts on after z', () => {
  expect([0, 25, 26, 51, 52].map(noteMark)).toEqual(['a', 'z', 'aa', 'az', 'ba']);
});

it('toMarkdown escapes, aligns, sets the best in bold and puts notes below', () => {
  expect(toMarkdown(table)).toBe(
    [
      '**Image AUROC, 5 % & more**',
      '',
      String.raw`| Category | a\|b | K\_8 |`,
      '| :-- | --: | --: |',
      String.raw`| metal\_nut, \<b\> | **96.9 ± 0.4** | 86.3<sup>a</sup> |`,
      '| Mean of 1 | – | 7.0 |',
      '',
      String.raw`<sup>a</sup> As \*printed\*.`,
      '',
    ].join('\n'),
  );
});

it('toCsv gives figures two columns and quotes what needs it', () => {
  expect(toCsv(table)).toBe(
    'Category,a|b,a|b sd,K_8,K_8 sd\r\n"metal_nut, <b>",96.9,0.4,86.3,\r\nMean of 1,,,7.0,\r\n',
  );
});

it('toLatex escapes and uses booktabs', () => {
  expect(toLatex(table, 'tab:image auroc')).toBe(
    String.raw`\begin{table}
  \centering
  \caption{Image AUROC, 5 \% \& more}
  \label{tab:image-auroc}
  \begin{tabular}{lrr}
    \toprule
    Category & a|b & K\_8 \\
    \midrule
    metal\_nut, <b> & \textbf{96.9} $\pm$ 0.4 & 86.3\textsuperscript{a} \\
    \midrule
    Mean of 1 & -- & 7.0 \\
    \bottomrule
  \end{tabular}
  \par\footnotesize \textsuperscript{a} As *printed*.
\end{table}
`,
  );
});

it('toText lines columns up', () => {
  expect(toText(table)).toEqual([
    'Category               a|b   K_8',
    'metal_nut, <b>  96.9 ± 0.4  86.3',
    'Mean of 1                –   7.0',
  ]);
});

it('toHtml escapes names and marks totals and the best', () => {
  const page = toHtml(table).text;
  expect(page).toContain('metal_nut, &lt;b&gt;');
  expect(page).toContain('<b>96.9 ± 0.4</b>');
  expect(page).toContain('<tr class="total">');
  expect(page).toMatch(/<td class="figures">\s*<b>96\.9/);
  expect(page).toContain('86.3<sup>a</sup>');
});

import { html, type Html } from '../../page/html.ts';
import { figureText, noteMark, numericColumns, type Table, type TableCell } from './table.ts';

/** A table as part of a page, captioned; the first cell of each row is its heading. */
export function toHtml(table: Table): Html {
  const { title, columns, rows, notes } = table;
  const alignment = numericColumns(table).map((isNumeric) => (isNumeric ? 'figures' : 'words'));
  const body = rows.map(({ cells: [first, ...others], isTotal = false }) => {
    const row = html`<th scope="row">${content(first)}</th>
      ${others.map((cell, i) => html`<td class="${alignment[i + 1]}">${content(cell)}</td>`)}`;
    return isTotal
      ? html`<tr class="total">
          ${row}
        </tr>`
      : html`<tr>
          ${row}
        </tr>`;
  });
  return html`<div class="tables">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          ${columns.map((name, i) => html`<th scope="col" class="${alignment[i]}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
    ${notes.map((note, i) => html`<p class="note"><sup>${noteMark(i)}</sup> ${note}</p>`)}
  </div>`;
}

function content(cell: TableCell): Html {
  if (typeof cell === 'string') return html`${cell}`;
  const text = figureText(cell);
  const marks = cell.notes.map(noteMark).join(',');
  const note = marks === '' ? undefined : html`<sup>${marks}</sup>`;
  return cell.isBest ? html`<b>${text}</b>${note}` : html`${text}${note}`;
}

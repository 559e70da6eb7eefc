/** The cells as a line of CSV without its end, quoted where they must be (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return cells.map(quote).join(',');
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

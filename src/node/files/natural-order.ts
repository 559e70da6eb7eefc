/**
 * Compares paths as people number them: `2.png` before `10.png`, a folder's files together. By code
 * units otherwise, so the order is the same on every machine.
 */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [pieces(a), pieces(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = comparePieces(left[i] ?? '', right[i] ?? '');
    if (difference !== 0) return difference;
  }
  return left.length - right.length || compareText(a, b);
}

/** Numbers, separators, and the texts between them. */
function pieces(path: string): string[] {
  return path.split(/(\d+|[/\\])/).filter((piece) => piece !== '');
}

function comparePieces(a: string, b: string): number {
  const bothNumbers = /^\d/.test(a) && /^\d/.test(b);
  if (!bothNumbers) return compareText(sortable(a), sortable(b));
  // Without leading zeros the longer number is the larger; no digit is lost to rounding.
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareText(left, right);
}

/** A separator sorts before any other character, so `part/x` comes before `part-2/x`. */
function sortable(piece: string): string {
  return piece === '/' || piece === '\\' ? '' : piece;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

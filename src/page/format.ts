/** How the report writes numbers: short, unclamped, and never rounded onto a limit. */

/**
 * A ratio to a limit, where 1 decides: two decimals, one from 100 on, and as many as it takes where
 * fewer would read "1.00" for a value that is not.
 */
export function formatRatio(ratio: number): string {
  if (Number.isNaN(ratio)) return 'not a number';
  if (!Number.isFinite(ratio)) return ratio > 0 ? '∞' : '−∞';
  const magnitude = Math.abs(ratio);
  if (magnitude >= 1e6) return ratio.toExponential(2);
  if (magnitude >= 100) return ratio.toFixed(1);
  for (let decimals = 2; decimals < 9; decimals++) {
    const text = ratio.toFixed(decimals);
    if (Number(text) !== 1) return text;
  }
  return ratio.toFixed(2);
}

/** A score or a distance, in feature units: four significant digits. */
export function formatScore(score: number): string {
  if (Number.isNaN(score)) return 'not a number';
  return Number.isFinite(score) ? String(Number(score.toPrecision(4))) : '∞';
}

/** A share from 0 to 1 as percent: two significant digits, `< 0.01 %` rather than 0, and four or `> 99.99 %` rather than 100. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  if (percent < 100 && percent > 99.99) return '> 99.99 %';
  if (percent < 100 && percent >= 99.5) return `${Number(percent.toPrecision(4))} %`;
  return `${percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}

/** Milliseconds: whole ones from 10 on. */
export function formatMilliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

/** `1 picture`, `4 pictures`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

import type { LightChange, LightCorrection } from '../image/light.ts';

/** How light is corrected, in a few words for a person. */
export function lightWords({ change, flat }: LightCorrection): string {
  const words = [
    ...(flat === null ? [] : ['divided by a flat field']),
    ...(change.method === 'none' ? [] : [changeWords(change)]),
  ];
  return words.join(', then ');
}

function changeWords(change: Exclude<LightChange, { method: 'none' }>): string {
  if (change.method === 'invariant') return `invariant, α ${change.alpha.toFixed(2)}`;
  const [red, green, blue] = change.target.levels.map((levels) => {
    return (levels.reduce((sum, level) => sum + level, 0) / levels.length).toFixed(0);
  });
  return `${change.method}, to a mean colour of ${red}, ${green}, ${blue}`;
}

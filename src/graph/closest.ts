/**
 * The words most like `word`, best first: for messages about a name that does not exist.
 *
 * @param count - How many at most.
 */
export function closest(word: string, words: Iterable<string>, count = 3): string[] {
  const distances = [...words].map((candidate) => ({
    candidate,
    distance: editDistance(word, candidate),
  }));
  return distances
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions and replacements that turn one word into the other (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  // Distances of the beginnings of `b` to the beginning of `a` read so far.
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = row[j] + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, row[j + 1] + 1, next[j] + 1));
    }
    row = next;
  }
  return row[b.length];
}

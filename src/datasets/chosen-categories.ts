import { CategoryError } from '../errors.ts';

/**
 * The categories that are wanted, in their own order. `bottle` names `mvtec/bottle` too.
 *
 * @param wanted - All of them unless given.
 * @throws {@link CategoryError} if there is no such category, or more than one.
 */
export function chosenCategories(
  names: readonly string[],
  wanted: readonly string[] | undefined,
): readonly string[] {
  if (wanted === undefined) return names;
  const chosen = wanted.map((name) => {
    const found = names.filter((known) => known === name || known.endsWith(`/${name}`));
    if (found.length === 1) return found[0];
    throw new CategoryError(
      name,
      found.length === 0
        ? `there is no such category: expected one of ${names.join(', ')}`
        : `it may be any of ${found.join(', ')}: expected one`,
      'Name categories as the data set has them.',
      {
        facts: { categories: names },
        options: ['categories', 'leaveOut'],
        action: 'check a data set',
      },
    );
  });
  return names.filter((name) => chosen.includes(name));
}

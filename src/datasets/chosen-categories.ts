import { CategoryError } from '../errors.ts';

/**
 * The categories that are wanted, in their own order. `bottle` names `mvtec/bottle` too.
 *
 * @param choices - All of them unless given.
 * @throws {@link CategoryError} if there is no such category, or more than one.
 */
export function chosenCategories(
  names: readonly string[],
  choices: readonly string[] | undefined,
): readonly string[] {
  if (choices === undefined) return names;
  const chosen = choices.map((name) => {
    const matches = names.filter(
      (candidate) => candidate === name || candidate.endsWith(`/${name}`),
    );
    if (matches.length === 1) return matches[0];
    throw new CategoryError(
      name,
      matches.length === 0
        ? `there is no such category: expected one of ${names.join(', ')}`
        : `it may be any of ${matches.join(', ')}: expected one`,
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

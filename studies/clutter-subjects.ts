/**
 * What clutter is laid beside: categories with what a person would declare as the area of their parts, and drawn parts.
 *
 * @module
 */
import { toLookArea } from '../src/cli/look-options.ts';
import { UsageError } from '../src/errors.ts';
import type { LookArea } from '../src/image/look-area.ts';
import type { NamedImage } from '../src/inspection/support-pictures.ts';
import { defectKinds, parsePartKind, type PartKind, renderFamily } from '../src/synthetic/index.ts';
import { type CategorySource, openCategories } from './category-source.ts';
import {
  readSupport,
  readTests,
  type Reading,
  type SupportDraw,
  type Tests,
} from './test-pictures.ts';

/** Of drawn pictures: wider than the part, so that something has a place beside it. */
const DRAWN = { size: { width: 320, height: 240 }, declared: '0.12,0.02,0.76,0.96' } as const;
/** Seed of drawn test pictures, which are the same for all support sets. */
const TEST_SEED = 1000;
/** A category, or a kind of drawn parts. */
export interface ClutterSubject {
  readonly name: string;
  /** What a person would declare as the area of the part. */
  readonly declared: LookArea;
  readonly readSupport: (drawing: SupportDraw) => Promise<NamedImage[]>;
  readonly readTests: (reading: Reading) => Promise<Tests>;
  /** Null of drawn parts. */
  readonly source: CategorySource | null;
}

/** Parts a word of the command line. */
export function splitWord(word: string): { readonly folder: string; readonly shape: string } {
  const at = word.lastIndexOf('@');
  if (at > 0) return { folder: word.slice(0, at), shape: word.slice(at + 1) };
  throw new UsageError(
    `Cannot study ${word}: expected CATEGORY@SHAPE`,
    'Say where its part lies, such as permissive/hexnut@0.12,0.08,0.78,0.82.',
  );
}

/**
 * Opens the categories of a command line, and kinds of drawn parts.
 *
 * @throws {@link UsageError} if a word has no area, or there are fewer than two categories.
 */
export async function openSubjects(
  words: readonly string[],
  drawn: readonly string[],
): Promise<ClutterSubject[]> {
  const split = words.map(splitWord);
  const pairs = await openCategories(split.map(({ folder }) => folder));
  const subjects: ClutterSubject[] = [];
  for (const [i, { source }] of pairs.entries()) {
    subjects.push({
      name: source.category.name,
      declared: await toDeclared(split[i].shape),
      readSupport: (drawing) => readSupport(source, drawing),
      readTests: (reading) => readTests(source, reading),
      source,
    });
  }
  const declared = await toDeclared(DRAWN.declared);
  for (const kind of drawn) subjects.push(drawnSubject(parsePartKind(kind), declared));
  return subjects;
}

/** In shares or percent, as pictures of a category may have several sizes. */
async function toDeclared(region: string): Promise<LookArea> {
  const area = await toLookArea(
    { region, 'ignore-region': [], mask: undefined },
    {
      size: () => Promise.resolve({ width: 1, height: 1 }),
      mask: () => Promise.reject(new Error('Cannot read a mask: expected none')),
    },
  );
  return area ?? { include: null, ignore: [], mask: null };
}

function drawnSubject(kind: PartKind, declared: LookArea): ClutterSubject {
  const { size } = DRAWN;
  const common = { kind, size } as const;
  return {
    name: `drawn ${kind}`,
    declared,
    source: null,
    readSupport: ({ shots, seed }) =>
      Promise.resolve(Array.from(renderFamily({ ...common, seed, count: shots }))),
    readTests: ({ pictures: count }) => {
      const defects = defectKinds.filter((one) => one !== 'missing-feature');
      const good = renderFamily({ ...common, seed: TEST_SEED, count });
      const defective = renderFamily({ ...common, seed: TEST_SEED + 1, count, defects });
      return Promise.resolve({
        category: kind,
        good: Array.from(good, ({ image }) => image),
        defective: Array.from(defective, ({ image }) => image),
      });
    },
  };
}

/**
 * Whether pictures are judged as they were: learns parts and judges pictures with this checkout and
 * with another commit, each built, and tells how far scores differ and which verdicts do.
 *
 * Run: npx tsx studies/equal-scores.ts --help
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { UsageError } from '../src/errors.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { buildProgram } from './built-program.ts';
import { type CategorySource, openCategories, testPaths } from './category-source.ts';
import { dataPath } from './data-folders.ts';
import { buildCommit } from './other-commit.ts';
import {
  type Comparison,
  comparisonOf,
  comparisonSchema,
  type Line,
  lineSchema,
} from './score-comparison.ts';
import { runStudy } from './study.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
/** Good pictures that parts are learned from. */
const SHOTS = 4;
/** Exit codes of an inspection that judged what it could. */
const JUDGED: readonly unknown[] = [1, 3];

const categorySchema = z.object({
  category: z.string(),
  /** Both judge by the part that the other commit learned. */
  samePart: comparisonSchema,
  /** Each judges by the part that it learned. */
  ownPart: comparisonSchema,
});

await runStudy({
  file: 'equal-scores.ts',
  summary: 'Compare scores and verdicts of this checkout with those of another commit',
  usage: 'CATEGORY… --commit COMMIT [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's; name two or more.
    The commit is built in a checkout of its own. Options of --settings must be known to both; say all that
    the two have other defaults for.`,
  examples: [
    'npx tsx studies/equal-scores.ts permissive/wood permissive/hexnut --commit main~40 "--settings=--size 224 --retrieve 16"',
  ],
  options: {
    commit: { type: 'string', value: 'COMMIT', help: 'what to compare with' },
    pictures: {
      type: 'number',
      value: 'N',
      default: 200,
      min: 2,
      whole: true,
      help: 'test pictures, over all categories',
    },
    settings: {
      type: 'string',
      value: 'OPTIONS',
      default: '',
      help: 'of fewgood enroll, both times',
    },
    inspect: {
      type: 'string',
      value: 'OPTIONS',
      default: '',
      help: 'of fewgood inspect by the checkout',
    },
  },
  run: async ({ options: { commit, pictures, settings, inspect }, args, begin }) => {
    if (commit === undefined) {
      throw new UsageError('Cannot compare: no commit given', 'Name one: --commit main~3.');
    }
    const sources = (await openCategories(args)).map(({ source }) => source);
    const { bytes: model } = await findModel();
    const runtime = nodeRuntime().name;
    const record = await begin({ pictures: args, seeds: [0], runtime, model });
    const work = await mkdtemp(join(tmpdir(), 'fewgood-equal-'));
    await buildProgram();
    const other = await buildCommit(commit, join(work, 'checkout'));
    try {
      const categories = [];
      const words = { settings: wordsOf(settings), inspect: wordsOf(inspect) };
      for (const [i, source] of sources.entries()) {
        const count = shareOf(pictures, i, sources.length);
        const compared = await record.step(source.folder, categorySchema, () =>
          compare(source, { count, words, work, before: other.main }),
        );
        categories.push(compared);
        console.log(describe('same part', compared.category, compared.samePart));
        console.log(describe('own parts', compared.category, compared.ownPart));
      }
      await record.finish({ before: other.commit, categories });
    } finally {
      await other.remove();
      await rm(work, { recursive: true });
    }
  },
});

function wordsOf(options: string): string[] {
  return options.split(/\s+/).filter((word) => word !== '');
}

/** Pictures of the i-th of so many categories. */
function shareOf(pictures: number, i: number, categories: number): number {
  return Math.floor(((i + 1) * pictures) / categories) - Math.floor((i * pictures) / categories);
}

interface CompareSetup {
  readonly count: number;
  readonly words: { readonly settings: readonly string[]; readonly inspect: readonly string[] };
  readonly work: string;
  /** Main script of the other commit. */
  readonly before: string;
}

async function compare(
  source: CategorySource,
  { count, words, work, before }: CompareSetup,
): Promise<z.infer<typeof categorySchema>> {
  const root = dataPath(source.folder);
  const place = (path: string): string => join(root, path);
  const support = drawSupportSet(source.category, SHOTS, 0).map(({ path }) => place(path));
  const tests = spread([...testPaths(source, 'normal'), ...testPaths(source, 'anomalous')], count);
  const paths = tests.map(place);
  const [old, fresh] = [join(work, 'old.part'), join(work, 'fresh.part')];
  const learn = ['--force', ...words.settings];
  await program(before, ['enroll', old, ...support, ...learn]);
  await program(MAIN, ['enroll', fresh, ...support, ...learn]);
  const judge = async (main: string, part: string, more: readonly string[]): Promise<Line[]> =>
    program(main, ['inspect', part, ...paths, '--json', ...more]);
  const was = await judge(before, old, []);
  const samePart = comparisonOf(was, await judge(MAIN, old, words.inspect), root);
  const ownPart = comparisonOf(was, await judge(MAIN, fresh, words.inspect), root);
  return { category: source.folder, samePart, ownPart };
}

/** So many items at equal distances; all if there are fewer. */
function spread(items: readonly string[], count: number): string[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
}

/** Lines of JSON that a program printed. */
async function program(main: string, words: readonly string[]): Promise<Line[]> {
  const options = { maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...words], options).catch(
    (error: unknown) => {
      const { code, stdout: out } = z
        .looseObject({ code: z.unknown(), stdout: z.string() })
        .parse(error);
      if (words[0] === 'inspect' && JUDGED.includes(code)) return { stdout: out };
      throw error;
    },
  );
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}

function describe(what: string, category: string, comparison: Comparison): string {
  const { pictures, largest, picture, unequal, threshold, flips } = comparison;
  return [
    `${category}, ${what}: largest relative difference ${largest.toExponential(2)} (${picture})`,
    `${unequal} of ${pictures} scores differ, thresholds by ${threshold.toExponential(2)}`,
    `${flips.length} verdicts differ`,
    ...flips.map(({ path, before, now }) => `  ${path}: ${before}, now ${now}`),
  ].join('\n  ');
}

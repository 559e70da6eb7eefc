import { appendFile, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import { dataPath } from '../../studies/data-folders.ts';
import { IMAGENET_WEIGHTS } from '../../studies/imagenet-start.ts';
import { IMPOSTORS, isNeverGood } from '../../studies/impostors.ts';
import { describeFolder } from '../../studies/picture-folder.ts';
import { StudyRecord } from '../../studies/study-record.ts';
import { ROOT, runScript, useFolder } from '../cli/harness.ts';
import { drawCategory } from '../helpers/drawn-category.ts';
import { needsOf } from '../helpers/shared-data.ts';
import { smallModel } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));

/** Runs a study with the small model, unless another is named. */
function runStudy(
  file: string,
  argv: readonly string[],
  model = folder('small.onnx'),
): ReturnType<typeof runScript> {
  return runScript(`studies/${file}`, argv, {
    env: { FEWGOOD_MODEL: model, FEWGOOD_DATA: folder() },
  });
}

const resultSchema = z.looseObject({
  command: z.string(),
  commit: z.string().regex(/^[\da-f]{40}(\+changes)?$/),
  pictures: z.array(z.looseObject({ folder: z.string(), files: z.number() })),
  runs: z.array(z.looseObject({ category: z.string(), seed: z.number(), imageAuroc: z.number() })),
});

const countsSchema = z.object({ pass: z.int(), fail: z.int(), 'cannot judge': z.int() });
const verdictsSchema = z.looseObject({
  runs: z.array(
    z.object({
      category: z.string(),
      imageAuroc: z.number(),
      good: countsSchema,
      impostors: z.record(z.string(), countsSchema),
    }),
  ),
});

describe('a study', async () => {
  const names = (await readdir(join(ROOT, 'studies'))).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(
    names.map((name) => readFile(join(ROOT, 'studies', name), 'utf8')),
  );
  const scripts = names.filter((_, i) => texts[i].includes('\nawait runStudy('));

  it('is a script that knows its name', () => {
    expect(scripts.length).toBeGreaterThan(1);
    for (const name of scripts) expect(texts[names.indexOf(name)]).toContain(`file: '${name}'`);
  });

  it.each(scripts)('%s tells what it wants', async (file) => {
    const { code, out } = await runStudy(file, ['--help']);
    expect(code).toBe(0);
    expect(out.join('\n')).toContain(`Usage: npx tsx studies/${file} `);
  });

  it('names the folder that is missing, and the page that says what belongs there', async () => {
    const { code, log } = await runStudy('few-shot-auroc.ts', ['mvtec/none']);
    expect(code).toBe(2);
    expect(log).toContain(`Cannot study mvtec/none: there is no folder ${folder('mvtec/none')}`);
    expect(log).toContain(
      'docs/data.md says what belongs there; FEWGOOD_DATA names another place.',
    );
  });
});

describe('results/README.md', async () => {
  const names = (await readdir(join(ROOT, 'results'))).filter((name) => name.endsWith('.json'));
  const page = await readFile(join(ROOT, 'results', 'README.md'), 'utf8');

  it.each(names)('says what %s is', (name) => {
    expect(page).toContain(`**${name}**`);
  });

  it('names scripts that exist', async () => {
    const named = Array.from(page.matchAll(/npx tsx (studies|tools)\/([\w-]+\.ts)/g));
    expect(named.length).toBeGreaterThan(5);
    for (const [, place, script] of named) {
      expect(await readdir(join(ROOT, place))).toContain(script);
    }
  });
});

describe('README.md', () => {
  it('tells how many impostors pass, as results/verdicts.json has it', async () => {
    const kept = await readFile(join(ROOT, 'results', 'verdicts.json'), 'utf8');
    const all = verdictsSchema
      .parse(JSON.parse(kept))
      .runs.flatMap(({ impostors }) => Object.entries(impostors))
      .filter(([kind]) => isNeverGood(kind))
      .map(([, counts]) => counts);
    const passed = all.reduce((sum, counts) => sum + counts.pass, 0);
    const made = all.reduce((sum, counts) => {
      return sum + counts.pass + counts.fail + counts['cannot judge'];
    }, 0);
    const page = (await readFile(join(ROOT, 'README.md'), 'utf8')).replaceAll(/\s+/g, ' ');
    expect(page).toContain(`Of ${made} pictures that show no good part`);
    expect(page).toContain(`${passed} pass after four good pictures`);
  });
});

describe('studies/few-shot-auroc.ts', () => {
  it('enrols and judges each seed of a category', async () => {
    await drawCategory(folder('washer'));
    const out = folder('auroc.json');
    const options = ['--shots', '4', '--seeds', '0,2', '--pose', 'fixed', '--out', out];
    const { out: lines } = await runStudy('few-shot-auroc.ts', ['washer', ...options]);
    expect(lines[0]).toMatch(
      /^washer {2}seed 0 {2}image AUROC 1\.0000 {2}false rejects \d\/2 {2}esc/,
    );
    const result = resultSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(result.runs).toMatchObject([
      { category: 'washer', seed: 0, imageAuroc: 1, good: 2, defective: 2 },
      { category: 'washer', seed: 2, imageAuroc: 1, good: 2, defective: 2 },
    ]);
    expect(result.command).toMatch(/^npx tsx studies\/few-shot-auroc\.ts washer --shots 4 /);
    expect(result.pictures).toMatchObject([{ folder: 'washer', files: 12 }]);
    expect(await readdir(folder())).not.toContain(`${basename(out)}.unfinished`);
  });

  const bottle = dataPath('mvtec/bottle');
  const needs = needsOf(bottle, IMAGENET_WEIGHTS);
  const options = { timeout: 300_000 };
  it.skipIf(needs.areMissing)(
    `tells broken bottles from whole ones${needs.note}`,
    options,
    async () => {
      const few = ['train/good/000', 'train/good/100'];
      const tests = ['good/000', 'good/005', 'broken_large/000', 'broken_small/003'];
      for (const name of [...few, ...tests.map((test) => `test/${test}`)]) {
        await mkdir(folder('bottle', name, '..'), { recursive: true });
        await copyFile(join(bottle, `${name}.jpg`), folder('bottle', `${name}.jpg`));
      }
      const model = folder('imagenet.onnx');
      const state = readStateDict(await readFile(IMAGENET_WEIGHTS), 'imagenet.npz');
      const description = {
        name: 'ImageNet start',
        licence: 'BSD-3-Clause',
        provenance: 'torchvision',
      };
      await writeFile(model, importStateDict('resnet18', state, description).model);
      const argv = ['bottle', '--shots', '2', '--seeds', '0', '--pose', 'fixed'];
      const { out } = await runStudy('few-shot-auroc.ts', argv, model);
      expect(out[0]).toMatch(/image AUROC 1\.0000 {2}false rejects 0\/2 {2}escapes 0\/2/);
    },
  );
});

describe('StudyRecord', () => {
  const origin = {
    command: 'npx tsx studies/some.ts',
    version: '1.2.3',
    commit: 'c'.repeat(40),
    machine: 'a machine',
    runtime: 'an engine',
    model: null,
    seeds: [0],
    pictures: [],
  };

  /** Two steps of a study; how often one was done, and what they gave. */
  async function twoSteps(out: string, changed: Partial<typeof origin> = {}): Promise<number[]> {
    const record = await StudyRecord.open(out, { ...origin, ...changed });
    let worked = 0;
    const work = (): Promise<number> => Promise.resolve(++worked / 3);
    const values = [];
    for (const key of ['a', 'b']) values.push(await record.step(key, z.number(), work));
    return [worked, ...values];
  }

  it('goes on where a process was killed in the middle of a line', async () => {
    const out = folder('killed.json');
    const record = await StudyRecord.open(out, origin);
    await record.step('a', z.number(), () => Promise.resolve(0.1));
    await appendFile(`${out}.unfinished`, '{"key":"b","va');
    expect(await twoSteps(out)).toEqual([1, 0.1, 1 / 3]);
    expect(await twoSteps(out)).toEqual([0, 0.1, 1 / 3]);
  });

  it.each([
    { command: 'npx tsx studies/some.ts --shots 8' },
    { commit: 'd'.repeat(40) },
    { seeds: [1] },
  ])('begins anew with %j', async (changed) => {
    const out = folder('anew.json');
    await twoSteps(out);
    expect(await twoSteps(out, changed)).toEqual([2, 1 / 3, 2 / 3]);
  });

  it('goes on with nothing while there are changes that no commit holds', async () => {
    const changed = { commit: `${origin.commit}+changes` };
    await twoSteps(folder('changes.json'), changed);
    expect(await twoSteps(folder('changes.json'), changed)).toEqual([2, 1 / 3, 2 / 3]);
  });

  it('writes a result that is whole, with where it comes from and when', async () => {
    const out = folder('whole.json');
    const record = await StudyRecord.open(out, origin);
    expect(await readdir(folder())).not.toContain('whole.json');
    await record.finish({ figures: [1] });
    const result: unknown = JSON.parse(await readFile(out, 'utf8'));
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(result).toEqual({ ...origin, begun: time, ended: time, figures: [1] });
    expect(await readdir(folder())).not.toContain('whole.json.unfinished');
  });
});

/** Of a folder with one file. */
async function hashOf(place: string, name: string, text: string): Promise<string> {
  await mkdir(folder(place), { recursive: true });
  await writeFile(folder(place, name), text);
  return (await describeFolder(folder(place))).sha256;
}

describe('describeFolder()', () => {
  it('gives another hash when a byte or a name is another', async () => {
    const hashes = [
      await hashOf('one', 'a.png', 'x'),
      await hashOf('two', 'a.png', 'y'),
      await hashOf('three', 'b.png', 'x'),
      await hashOf('four', 'a.png', 'x'),
    ];
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[3]).toBe(hashes[0]);
  });
});

describe('studies/verdicts.ts', () => {
  it('counts verdicts of test pictures and of impostors, and writes these', async () => {
    await drawCategory(folder('washer'));
    await drawCategory(folder('nut'), 'hex-nut');
    const out = folder('verdicts.json');
    const options = ['--seeds', '0', '--impostors', '1', '--keep', folder('kept'), '--out', out];
    const { code, out: lines } = await runStudy('verdicts.ts', ['washer', 'nut', ...options]);
    expect(code).toBe(0);
    expect(lines[0]).toMatch(
      /^washer {2}balanced {2}K 4 {2}seed 0 {2}\w+ {2}AUROC [\d.]+ {2}false rejects \d\/2/,
    );
    const { runs } = verdictsSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(runs.map(({ category }) => category)).toEqual(['washer', 'nut']);
    for (const { good, impostors } of runs) {
      const pictures = Object.values(impostors).map((counts) => {
        return counts.pass + counts.fail + counts['cannot judge'];
      });
      expect(pictures.length).toBeGreaterThanOrEqual(IMPOSTORS.length - 1); // a grey part's channels
      expect(new Set(pictures)).toEqual(new Set([1]));
      expect(good.pass + good.fail + good['cannot judge']).toBe(2);
    }
    const kept = await readdir(folder('kept', 'washer'));
    expect(kept.toSorted()).toEqual(Object.keys(runs[0].impostors).toSorted());
    expect(await readdir(folder('kept', 'washer', 'empty'))).toHaveLength(1);
  });

  it('needs two categories, since parts of one are foreign to the other', async () => {
    const { code, log } = await runStudy('verdicts.ts', ['washer']);
    expect(code).toBe(2);
    expect(log).toContain('Name two folders or more');
  });
});

import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT, runScript, useFolder } from '../cli/harness.ts';
import { drawParts, writePictures } from '../helpers/small-part.ts';

const folder = useFolder();

const pairsSchema = z.array(z.looseObject({ distance: z.number() }));
const resultSchema = z.looseObject({
  tolerance: z.number(),
  categories: z.array(
    z.looseObject({
      folder: z.string(),
      pictures: z.int(),
      copies: z.record(z.string(), z.array(z.number())),
      pairsCalledCopies: z.int(),
      nearestCopies: pairsSchema,
      nearestOthers: pairsSchema,
    }),
  ),
});

describe('studies/near-copies.ts', () => {
  it('makes copies of the pictures of a category, and compares all of them', async () => {
    const good = await writePictures(folder('burst', 'train', 'good'), drawParts({ count: 6 }));
    const tests = drawParts({ seed: 2, count: 2 });
    await writePictures(folder('burst', 'test', 'good'), tests);
    await copyFile(good[0], folder('burst', 'test', 'good', 'again.png'));
    const out = folder('near-copies.json');
    const argv = ['burst', '--copied', '2', '--out', out];
    await runScript('studies/near-copies.ts', argv, { env: { FEWGOOD_DATA: folder() } });
    const result = resultSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    const [{ copies, ...category }] = result.categories;
    expect(category).toMatchObject({ folder: 'burst', pictures: 9, pairsCalledCopies: 1 });
    expect(category.nearestCopies.map(({ distance }) => distance)).toEqual([0]);
    expect(category.nearestOthers).toHaveLength(20);
    expect(category.nearestOthers[0].distance).toBeGreaterThan(result.tolerance);
    expect(copies['JPEG 95']).toHaveLength(2);
    expect(Math.max(...copies['JPEG 95'])).toBeLessThan(result.tolerance);
  });
});

describe('docs/calibration.md', () => {
  it('tells what near copies are, as results/near-copies.json has it', async () => {
    const kept = await readFile(join(ROOT, 'results', 'near-copies.json'), 'utf8');
    const { tolerance, categories } = resultSchema.parse(JSON.parse(kept));
    const page = await readFile(join(ROOT, 'docs', 'calibration.md'), 'utf8');
    const rows = categories.map(({ copies, pictures, pairsCalledCopies, nearestOthers }) => {
      const within = Math.max(...Object.values(copies).flat());
      expect(within).toBeLessThan(tolerance);
      const pairs = ((pictures * (pictures - 1)) / 2).toLocaleString('en');
      const beyond = nearestOthers[0].distance.toFixed(1);
      return [`| ${within.toFixed(2)}`, `| ${pairsCalledCopies} of ${pairs}`, `| ${beyond}`];
    });
    const lines = page.split('\n');
    const isThere = rows.map((cells) =>
      lines.some((line) => cells.every((cell) => line.includes(cell))),
    );
    expect(isThere).toEqual(categories.map(() => true));
    expect(page).toContain(`below ${tolerance} for a near copy`);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { supportSetFromList } from '../../src/datasets/support-set.ts';
import type { Category, Sample } from '../../src/datasets/dataset.ts';
import { expandPictures } from '../../src/node/inspection/pictures.ts';
import type { Random } from '../../src/random.ts';
import { mutate } from './mutate.ts';
import { type FuzzCase, FuzzFinding, type FuzzTarget, readOrRefuse } from './target.ts';

const NAMES: readonly string[] = ['a.png', 'b 1.jpg', 'Prüfteil 部品.tif', "it's.bmp", 'c[1].webp'];

/**
 * Damaged lists of pictures: every entry is a path or has an error, and nothing is walked that no line names.
 *
 * @param folder - Empty; pictures are put there.
 */
export async function listTarget(folder: string): Promise<FuzzTarget> {
  for (const name of NAMES) await writeFile(join(folder, name), '');
  const paths = NAMES.map((name) => join(folder, name));
  const text = paths.join('\n') + '\n';
  const seeds = new Map([
    ['lines', Buffer.from(text)],
    ['windows', Buffer.from(`\ufeff${paths.join('\r\n')}`)],
    ['nul', Buffer.from(paths.join('\0'))],
    ['utf-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16-be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['latin-1', Buffer.from(text, 'latin1')],
  ]);
  return {
    name: 'list',
    weight: 2,
    make: (random) => {
      const [seed, sound] = [...seeds][random.below(seeds.size)];
      const bytes = mutate(sound, sound, random);
      return random.below(3) === 0
        ? supportCase(random)
        : { seed, bytes, read: () => expand(bytes) };
    },
  };
}

async function expand(bytes: Uint8Array): ReturnType<FuzzCase['read']> {
  return readOrRefuse(async () => {
    const pictures = await expandPictures(['-'], { stdin: inPieces(bytes) });
    if (pictures.length === 0) throw new FuzzFinding('nothing came of it, not even an error');
    const lines = bytes.length;
    if (pictures.length <= lines + 1) return;
    throw new FuzzFinding(
      `${pictures.length} pictures come of ${lines} bytes: a folder was walked`,
    );
  });
}

/** As a pipe gives it, cut anywhere. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

const samples = Array.from({ length: 6 }, (_, i): Sample => {
  return {
    path: `nut/train/good/${i}.png`,
    split: 'train',
    label: 'normal',
    defect: 'good',
    masks: [],
  };
});
const category: Category = {
  name: 'nut',
  samples,
  unpairedMasks: [],
  emptyFolders: [],
  passedOver: [],
};

/** A damaged list of a support set. */
function supportCase(random: Random): FuzzCase {
  const text = Buffer.from(
    `# K = 4\n${samples
      .slice(0, 4)
      .map(({ path }) => path)
      .join('\n')}\n`,
  );
  const bytes = mutate(text, text, random);
  const read = (): void => {
    const chosen = supportSetFromList(new TextDecoder().decode(bytes), category);
    if (chosen.some((one) => !samples.includes(one))) throw new FuzzFinding('a picture of none');
    if (new Set(chosen).size < chosen.length) throw new FuzzFinding('a picture twice');
  };
  return { seed: 'support', bytes, read: () => readOrRefuse(read) };
}

import type { Part } from '../../src/inspection/part.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import type { Random } from '../../src/random.ts';
import { learnKit } from '../helpers/kit-sample.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import { drawParts, SMALL_SETTINGS, smallModel, smallPart } from '../helpers/small-part.ts';
import { mutate } from './mutate.ts';
import { mutateJson } from './mutate-json.ts';
import { repairPart } from './repair.ts';
import { type FuzzTarget, readOrRefuse } from './target.ts';

/** Bytes before the header: magic, version, its length. */
const PREFIX = 16;
const ALIGNMENT = 8;

/** Damaged part files: refused, or a part that can be saved and is held against its self-test. */
export async function partTarget(): Promise<FuzzTarget> {
  const model = smallModel();
  const seeds = [
    ['plain', encodePart(await smallPart())],
    [
      'presence',
      encodePart(await smallPart(drawParts(), { settings: { pose: 'fixed', augment: ['flip'] } })),
    ],
    ['kinds', encodePart(await learnKit(nodeCpu.create(1), { settings: SMALL_SETTINGS }))],
  ] as const;
  return {
    name: 'part',
    weight: 3,
    make: (random) => {
      const [seed, sound] = seeds[random.below(seeds.length)];
      const bytes = damage(sound, random);
      const read = async (): Promise<void> => {
        const part = decodePart(bytes, `${seed}.part`);
        decodePart(encodePart(part), `${seed}.part`);
        await judge(part, model);
      };
      return { seed, bytes, read: () => readOrRefuse(read) };
    },
  };
}

/** Anywhere, mostly with a hash that holds; or values of the header alone. */
function damage(sound: Uint8Array, random: Random): Uint8Array {
  if (random.below(2) === 0) return withHeader(sound, (text) => mutateJson(text, random));
  const mutated = mutate(sound, sound, random);
  return random.below(4) === 0 ? mutated : repairPart(mutated);
}

/** The file with another header before the same arrays, and a hash that holds. */
function withHeader(file: Uint8Array, change: (text: string) => string): Uint8Array {
  const prefix = Buffer.from(file.subarray(0, PREFIX));
  const start = PREFIX + prefix.readUInt32LE(PREFIX - 4);
  const header = Buffer.from(change(Buffer.from(file.subarray(PREFIX, start)).toString('utf8')));
  const padding = Buffer.alloc((ALIGNMENT - (header.length % ALIGNMENT)) % ALIGNMENT, ' ');
  prefix.writeUInt32LE(header.length + padding.length, PREFIX - 4);
  return repairPart(Buffer.concat([prefix, header, padding, file.subarray(start)]));
}

async function judge(part: Part, model: Uint8Array): Promise<void> {
  const inspector = await Inspector.create(part, { runtime: nodeCpu.create(1), model });
  try {
    const [{ image }] = drawParts({ seed: 2, count: 1 });
    await inspector.inspect(image);
  } finally {
    await inspector.release();
  }
}

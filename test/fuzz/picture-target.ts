import type { RgbImage } from '../../src/image/rgb-image.ts';
import { decodeImage } from '../../src/node/image/image-decoder.ts';
import { mutate } from './mutate.ts';
import { pictureSeeds } from './picture-seeds.ts';
import type { PillowOracle } from './pillow-oracle.ts';
import { repairPng } from './repair.ts';
import { FuzzFinding, type FuzzTarget, readOrRefuse } from './target.ts';

/**
 * Damaged pictures: decoded whole or refused; and where another decoder says that data are broken, refused.
 *
 * @param oracle - The other decoder, if there is one here.
 */
export async function pictureTarget(oracle: PillowOracle | undefined): Promise<FuzzTarget> {
  const seeds = [...(await pictureSeeds())];
  return {
    name: 'picture',
    weight: 12,
    make: (random) => {
      const [seed, sound] = seeds[random.below(seeds.length)];
      const [, other] = seeds[random.below(seeds.length)];
      const mutated = mutate(sound, other, random);
      // Else every damage of a PNG ends at the checksum of its chunk.
      const bytes = random.below(2) === 0 ? repairPng(mutated) : mutated;
      // A file of several is refused as a whole; one of them in the other cases, whatever their number.
      const [page] = [undefined, 1, 2].slice(random.below(3));
      const lenient = random.below(4) === 0;
      const options = { page, lenient, sampleBits: random.below(2) === 0 ? 12 : null };
      const read = async (): Promise<void> => {
        assertWhole(await decodeImage(bytes, seed, options));
        // Pillow looks at first pictures alone, is always strict, and takes pixels for a palette.
        if (page === 2 || lenient || seed === 'mono.bmp') return;
        await oracle?.assertSound(bytes, seed);
      };
      return { seed, bytes, read: () => readOrRefuse(read) };
    },
  };
}

function assertWhole({ data, width, height }: RgbImage): void {
  if (width > 0 && height > 0 && data.length === width * height * 3) return;
  throw new FuzzFinding(`an image of ${width}x${height} with ${data.length} bytes`);
}

/** What a part's looks say of impostors of drawn parts; results/appearance.json has real pictures. */
import { describe, expect, it } from 'vitest';
import { Frame } from '../../src/image/frame.ts';
import { tonesOf } from '../../src/image/picture-statistics.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { appearanceOf, contentOf } from '../../src/inspection/appearance.ts';
import { AppearanceCheck } from '../../src/inspection/appearance-check.ts';
import type { SupportPicture } from '../../src/inspection/part.ts';
import { partKinds, renderFamily } from '../../src/synthetic/index.ts';
import { type Impostor, impostorOf } from '../../studies/impostors.ts';
import { sampleCalibration } from '../helpers/report-sample.ts';

const SIZE = 128;
const settings = { size: SIZE, fit: 'stretch', appearance: 'check' } as const;
/** What pictures as such show; whether a part is there they do not. */
const SEEN: readonly Impostor[] = [
  'black',
  'white',
  'dark',
  'blurred',
  'swapped',
  'negative',
  'pixel',
  'stretched',
];

function seen(image: RgbImage): { square: RgbImage; content: RgbImage } {
  const frame = new Frame(image, SIZE, settings.fit);
  const square = frame.squareOf(image);
  return { square, content: contentOf(square, frame) };
}

describe.each(partKinds)('the looks of a drawn %s', (kind) => {
  const family = renderFamily({ kind, seed: 7, count: 12, size: 160, light: 'varied' });
  const pictures = Array.from(family, ({ image }) => image);
  const support = pictures.slice(0, 4).map((image): SupportPicture => {
    const { square, content } = seen(image);
    return { name: '', sha256: '', image: square, appearance: appearanceOf(content, image) };
  });
  const check = AppearanceCheck.create({ settings, support, calibration: sampleCalibration() });
  const codesOf = (image: RgbImage): string[] => {
    const { content } = seen(image);
    const reasons = check?.reasonsOf(appearanceOf(content, image), tonesOf(content)) ?? [];
    return reasons.map(({ code }) => code);
  };

  it('let good parts in other light through', () => {
    expect(pictures.slice(4).flatMap(codesOf)).toEqual([]);
  });

  it.each(SEEN)('tell a %s picture', (impostor) => {
    const [good, foreign] = pictures.slice(4);
    expect(codesOf(impostorOf(impostor, good, foreign))).not.toEqual([]);
  });
});

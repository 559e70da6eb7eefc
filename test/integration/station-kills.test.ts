import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodePart } from '../../src/inspection/part-file.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { seededRandom } from '../../src/random.ts';
import { killStation } from '../../studies/station-kill-batch.ts';
import { nodeArguments, ROOT } from '../cli/harness.ts';
import { drawParts, smallModel, smallPart } from '../helpers/small-part.ts';

// studies/station-kills.ts does the same by the hundred.
it('loses no picture that a killed station had acknowledged', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fewgood-station-kills-'));
  try {
    const model = join(folder, 'small.onnx');
    await writeFile(model, smallModel());
    const env = { ...process.env, FEWGOOD_MODEL: model };
    const drawn = drawParts({ count: 6 });
    const result = await killStation({
      kills: 2,
      random: seededRandom(1),
      folder,
      part: encodePart(await smallPart(drawn.slice(0, 4))),
      pictures: await Promise.all(drawn.map(({ image }) => encodePng(image))),
      start: (words) =>
        spawn(process.execPath, nodeArguments('src/cli/main.ts', words), { cwd: ROOT, env }),
      log: () => undefined,
    });
    expect(result.faults).toEqual([]);
    expect(result.acknowledged).toBeGreaterThan(0);
    expect(result.verdicts).toBeGreaterThanOrEqual(result.acknowledged);
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodePart } from '../../src/inspection/part-file.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { seededRandom } from '../../src/random.ts';
import { FollowedBroker } from '../../studies/followed-broker.ts';
import {
  type KillBatchResult,
  type KilledBroker,
  type KilledDatabase,
  killStation,
} from '../../studies/station-kill-batch.ts';
import { nodeArguments, ROOT } from '../cli/harness.ts';
import { noMosquitto } from '../helpers/mosquitto.ts';
import { postgresqlPrograms, PostgresqlServer } from '../helpers/postgresql-server.ts';
import { drawParts, smallModel, smallPart, striped } from '../helpers/small-part.ts';

const programs = postgresqlPrograms;
const why = programs === undefined ? ' (no PostgreSQL is installed here)' : '';
const slow = { timeout: 600_000 };

async function kill(
  kills: number,
  servers: { database?: KilledDatabase; broker?: KilledBroker } = {},
): Promise<KillBatchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'fewgood-station-kills-'));
  try {
    const model = join(folder, 'small.onnx');
    await writeFile(model, smallModel());
    const env = { ...process.env, FEWGOOD_MODEL: model };
    const drawn = drawParts({ count: 6 });
    const images = drawn.map(({ image }, i) => (i % 3 === 0 ? striped(image) : image));
    return await killStation({
      kills,
      random: seededRandom(1),
      folder,
      ...servers,
      part: encodePart(await smallPart(drawn.slice(0, 4))),
      pictures: await Promise.all(images.map((image) => encodePng(image))),
      start: (words) =>
        spawn(process.execPath, nodeArguments('src/cli/main.ts', words), { cwd: ROOT, env }),
      log: () => undefined,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

// studies/station-kills.ts does the same by the hundred.
it('loses nothing that a killed station had acknowledged', slow, async () => {
  const result = await kill(2);
  expect(result.faults).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(0);
  expect(result.verdicts).toBeGreaterThanOrEqual(result.acknowledged);
});

it.skipIf(programs === undefined)(`nor with a killed PostgreSQL server${why}`, slow, async () => {
  if (programs === undefined) return;
  const database = await PostgresqlServer.create(programs);
  try {
    const result = await kill(2, { database });
    expect(result.faults).toEqual([]);
    expect(result.ofDatabase).toBe(1);
    expect(result.acknowledged).toBeGreaterThan(0);
    expect(result.reviewDeeds).toBeGreaterThan(0);
  } finally {
    await database.remove();
  }
});

const noBroker = noMosquitto === undefined ? '' : ` (${noMosquitto})`;
it.skipIf(noMosquitto !== undefined)(
  `and tells all verdicts in order, with a broker that goes as well${noBroker}`,
  slow,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-broker-kills-'));
    const broker = await FollowedBroker.create(folder);
    try {
      // The broker ends at the first, and hangs at the third.
      const result = await kill(3, { broker });
      expect(result.faults).toEqual([]);
      expect(result.ofBroker).toBe(2);
      expect(result.told).toBeGreaterThanOrEqual(result.acknowledged);
      expect(result.acknowledged).toBeGreaterThan(0);
    } finally {
      await broker.remove();
      await rm(folder, { recursive: true });
    }
  },
);

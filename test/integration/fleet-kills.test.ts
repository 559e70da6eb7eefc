import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodePart } from '../../src/inspection/part-file.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { seededRandom } from '../../src/random.ts';
import { killFleet } from '../../studies/fleet-kill-batch.ts';
import { nodeArguments, ROOT } from '../cli/harness.ts';
import { noFleetServers } from '../helpers/fleet-sample.ts';
import { natsProgram, NatsServer } from '../helpers/nats-server.ts';
import { postgresqlPrograms, PostgresqlServer } from '../helpers/postgresql-server.ts';
import { drawParts, smallModel, smallPart, striped } from '../helpers/small-part.ts';

const slow = { timeout: 600_000 };

// studies/fleet-kills.ts does the same by the hundred.
it.skipIf(noFleetServers !== '')(
  `judges once what it accepted, whoever is killed${noFleetServers}`,
  slow,
  async () => {
    if (natsProgram === undefined || postgresqlPrograms === undefined) return;
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-fleet-kills-'));
    const nats = await NatsServer.create(natsProgram);
    const postgresql = await PostgresqlServer.create(postgresqlPrograms);
    const before = process.env['FEWGOOD_MODEL'];
    try {
      process.env['FEWGOOD_MODEL'] = join(folder, 'small.onnx');
      await writeFile(process.env['FEWGOOD_MODEL'], smallModel());
      const drawn = drawParts({ count: 6 });
      const images = drawn.map(({ image }, i) => (i % 3 === 0 ? striped(image) : image));
      const result = await killFleet({
        kills: 6,
        // Of each kind at least one.
        random: seededRandom(1),
        folder,
        nats,
        postgresql,
        part: encodePart(await smallPart(drawn.slice(0, 4))),
        pictures: await Promise.all(images.map((image) => encodePng(image))),
        start: (words) =>
          spawn(process.execPath, nodeArguments('src/cli/main.ts', words), { cwd: ROOT }),
        log: () => undefined,
      });
      expect(result.faults).toEqual([]);
      const { ofWorkers, ofNats, ofPostgresql, accepted, verdicts } = result;
      expect(Math.min(ofWorkers, ofNats, ofPostgresql)).toBeGreaterThan(0);
      expect(accepted).toBeGreaterThan(0);
      expect(verdicts).toBe(accepted);
    } finally {
      if (before === undefined) delete process.env['FEWGOOD_MODEL'];
      else process.env['FEWGOOD_MODEL'] = before;
      await nats.remove();
      await postgresql.remove();
      await rm(folder, { recursive: true });
    }
  },
);

/**
 * Cuts the network between a station and the broker that it tells its verdicts to, while pictures keep coming: the
 * line must go on, say that it is cut off, and tell everything once the network is back. docs/connect.md cites its result.
 *
 * Run: npx tsx studies/network-cut.ts --help
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { StationClient } from '../packages/station/src/api/index.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { CutNetwork } from '../test/helpers/cut-network.ts';
import { smallModel } from '../test/helpers/small-part.ts';
import { buildStation, startProgram } from './built-program.ts';
import { FollowedBroker } from './followed-broker.ts';
import { SendingLine } from './sending-line.ts';
import { StationProcess } from './station-process.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  seconds: { type: 'number', value: 'S', default: 60, min: 2, help: 'how long it is cut' },
  rate: { type: 'number', value: 'N', default: 5, min: 0.5, help: 'pictures a second' },
} as const;

/** Seconds of pictures before and after. */
const BESIDE = 5;
/** Milliseconds after which what is not told counts as lost. */
const PATIENCE = 120_000;

const cutSchema = z.object({
  /** Pictures that were sent, all of which were accepted. */
  pictures: z.int(),
  /** Verdicts given while the network was cut. */
  judgedMeanwhile: z.int(),
  /** Of those, such as were told meanwhile. */
  toldMeanwhile: z.int(),
  /** Seconds until the station said that it was cut off; null if it never did. */
  alarmAfter: z.number().nullable(),
  /** Seconds from the network's return until all was told. */
  caughtUpAfter: z.number(),
  told: z.int(),
  /** Of those, such as came more than once, under the same key. */
  toldAgain: z.int(),
  faults: z.array(z.string()),
});

await runStudy({
  file: 'network-cut.ts',
  summary: 'Cut the network between a station and a broker, and look at what comes through',
  usage: '[options]',
  details: `Builds the program first, and needs mosquitto. The station judges with a small model. Nothing is refused while the
    network is cut, and nobody is told that it is. Exit code 1 if a verdict is lost, out of order, or never alarmed of.`,
  examples: ['npx tsx studies/network-cut.ts --out results/network-cut.json'],
  options: studyOptions,
  run: async ({ options: { seconds, rate }, begin }) => {
    const record = await begin({ pictures: [], seeds: [1], runtime: nodeRuntime().name });
    await buildStation();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-network-cut-'));
    try {
      const cut = await record.step('cut', cutSchema, () => cutFor(folder, seconds, rate));
      console.log(JSON.stringify(cut));
      await record.finish({ seconds, rate, cut });
      if (cut.faults.length > 0 || cut.alarmAfter === null) process.exitCode = 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

async function cutFor(
  folder: string,
  seconds: number,
  rate: number,
): Promise<z.infer<typeof cutSchema>> {
  let network: CutNetwork | undefined;
  const broker = await FollowedBroker.create(folder, async (url) => {
    const way = new URL(url);
    network = await CutNetwork.create(Number(way.port));
    way.port = String(network.port);
    return way.href;
  });
  const place = { data: join(folder, 'data'), connect: broker.connect };
  const model = join(folder, 'small.onnx');
  await writeFile(model, smallModel());
  process.env['FEWGOOD_MODEL'] = model;
  const station = new StationProcess(startProgram, place);
  try {
    const client = await station.client();
    const line = await SendingLine.create(client);
    await line.send(BESIDE, rate);
    const [judgedBefore, toldBefore] = [line.judged, broker.told.verdicts];
    network?.cut();
    const [alarmAfter] = await Promise.all([
      alarmOf(broker, client, seconds),
      line.send(seconds, rate),
    ]);
    const judgedMeanwhile = line.judged - judgedBefore;
    const toldMeanwhile = broker.told.verdicts - toldBefore;
    const back = performance.now();
    network?.join();
    while (broker.told.verdicts < line.judged && performance.now() - back < PATIENCE)
      await sleep(50);
    const caughtUpAfter = round((performance.now() - back) / 1000);
    await line.send(BESIDE, rate);
    const faults = await broker.faultsOf(client);
    const { messages, verdicts } = broker.told;
    return {
      pictures: line.judged,
      judgedMeanwhile,
      toldMeanwhile,
      alarmAfter,
      caughtUpAfter,
      told: verdicts,
      toldAgain: messages - verdicts,
      faults,
    };
  } finally {
    await station.end();
    await broker.remove();
    await network?.close();
  }
}

/** Seconds until the station says that it does not reach the broker; null if it does not in that time. */
async function alarmOf(
  broker: FollowedBroker,
  client: StationClient,
  seconds: number,
): Promise<number | null> {
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    if (!(await broker.isUp(client))) return round((performance.now() - start) / 1000);
    await sleep(50);
  }
  return null;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

/**
 * How long a trigger takes to its verdict, by HTTP, Modbus TCP, MQTT and OPC UA, beside a picture that is sent. The camera
 * is a picture that ffmpeg gives so many times a second: a trigger waits for the next one, as it does at a line. Nothing else should run
 * meanwhile. docs/connect.md cites its result.
 *
 * Run: npx tsx studies/trigger-latency.ts --help
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { buildStation } from './built-program.ts';
import { sizeOption } from './drawn-pictures.ts';
import { quantilesOf, quantilesSchema } from './loaded-station.ts';
import { runStudy } from './study.ts';
import { TriggeredStation } from './triggered-station.ts';

const studyOptions = {
  count: {
    type: 'number',
    value: 'N',
    default: 200,
    min: 1,
    whole: true,
    help: 'inspections of each way',
  },
  size: sizeOption,
  rate: {
    type: 'number',
    value: 'N',
    default: 20,
    min: 1,
    help: 'pictures a second that the camera gives',
  },
} as const;

/** Inspections of each way before any is measured. */
const WARM = 8;
const WAYS = ['plain', 'http', 'modbus', 'mqtt', 'opcua'] as const;

await runStudy({
  file: 'trigger-latency.ts',
  summary: 'Measure how long a trigger takes to its verdict',
  usage: '[options]',
  details: `Builds the program first, and needs ffmpeg and mosquitto. A washer is learned from four drawn pictures with the default settings. Who
    triggers runs on the same machine. It ends with a fault if a trigger has no verdict.`,
  examples: ['npx tsx studies/trigger-latency.ts --out results/trigger-latency.json'],
  options: studyOptions,
  run: async ({ options: { count, size, rate }, begin }) => {
    const record = await begin({ pictures: [], seeds: [1, 2], runtime: nodeRuntime().name });
    await buildStation();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-trigger-'));
    const station = await TriggeredStation.create({ folder, size, rate });
    try {
      const milliseconds: Record<string, ReturnType<typeof quantilesOf>> = {};
      for (const way of WAYS) {
        milliseconds[way] = await record.step(way, quantilesSchema, async () => {
          await station.measure(way, WARM);
          return quantilesOf(await station.measure(way, count));
        });
        console.log(`${way}: ${JSON.stringify(milliseconds[way])}`);
      }
      await record.finish({ pictureSize: size, picturesPerSecond: rate, count, milliseconds });
    } finally {
      await station.end();
      await rm(folder, { recursive: true, force: true });
    }
  },
});

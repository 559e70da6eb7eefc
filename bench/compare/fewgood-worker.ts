/** Judges pictures with fewgood for bench/compare/run.ts, which asks by lines of JSON. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import type { PartSettings } from '../../src/inspection/settings.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { findModel } from '../../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../../src/node/runtime/runtime.ts';

const requestSchema = z.union([
  z.object({ isEnd: z.literal(true) }),
  z.object({ path: z.string(), isDecoded: z.boolean() }),
]);

const { values, positionals } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    /** Plain pictures alone are learned, and all their patches searched. */
    plain: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const PLAIN: Partial<PartSettings> = { augment: [], pose: 'fixed', retrieve: 'all' };
const settings = { enlarge: 'none', ...(values.plain ? PLAIN : {}) } as const;
// As a station has it: pictures come with pauses.
const runtime = nodeRuntime({ threads: Number(values.threads), placement: 'fixed' });
const { bytes: model } = await findModel();
const support = await Promise.all(
  positionals.map(async (name) => ({ name, image: await readImage(name) })),
);
const part = await enroll(support, { runtime, model, settings });
const clock = (): number => performance.now();
const inspector = await Inspector.create(part, { runtime, model, clock });
const decoded = new Map<string, RgbImage>();

const rows = part.banks.reduce((sum, { bank }) => sum + bank.rows, 0);
answer({ rows, versions: { 'onnxruntime-node': runtime.name } });
for await (const line of createInterface(process.stdin)) {
  const request = requestSchema.parse(JSON.parse(line));
  if ('isEnd' in request) {
    answer({ peak: Math.round(process.resourceUsage().maxRSS / 1024) });
    break;
  }
  answer(await judge(request.path, request.isDecoded));
}
await inspector.release();

async function judge(path: string, isDecoded: boolean): Promise<object> {
  if (isDecoded && !decoded.has(path)) decoded.set(path, await readImage(path));
  const start = clock();
  const image = decoded.get(path);
  const picture = isDecoded && image !== undefined ? image : await readImage(path);
  const decode = clock() - start;
  const { verdict, score, timings } = await inspector.inspect(picture);
  const total = clock() - start;
  return { decode, ...timings, total, score, isAnomalous: verdict !== 'pass' };
}

function answer(content: object): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}

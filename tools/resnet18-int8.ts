/**
 * Makes models/fewgood-resnet18-int8.onnx of fewgood-resnet18.onnx: `fewgood model quantize` with 64 pictures
 * out of the good ones of five categories and 20 rendered ones. Prints what the file says of itself.
 *
 * Run: npx tsx tools/resnet18-int8.ts "$FEWGOOD_DATA/permissive" [OUT.onnx]
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { renderFamily } from '../src/synthetic/index.ts';

const CATEGORIES = ['wood', 'hexnut', 'hazelnut_toy', 'pump_house', 'deeppcb'];

/** Random categories, those that the model was trained with. */
const FIRST_FAMILY = 100;
const FAMILIES = 20;

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const PACKAGED = fileURLToPath(new URL('../models/fewgood-resnet18-int8.onnx', import.meta.url));

const [data, out = PACKAGED] = process.argv.slice(2);
if (data === undefined) {
  console.error('Name the folder of pictures: npx tsx tools/resnet18-int8.ts FOLDER');
  process.exit(2);
}

const drawn = await mkdtemp(join(tmpdir(), 'fewgood-drawn-'));
try {
  for (let i = 0; i < FAMILIES; i++) {
    const kind = `procedural:${FIRST_FAMILY + i}` as const;
    for (const { image } of renderFamily({ kind, seed: 0, count: 1, size: 224 })) {
      await writeFile(join(drawn, `${i}.png`), await encodePng(image));
    }
  }
  const folders = [...CATEGORIES.map((category) => join(data, category, 'train')), drawn];
  const options = ['--shots', '64', '--seed', '0', '--out', out, '--force'];
  const argv = ['--import', 'tsx', MAIN, 'model', 'quantize', 'resnet18', ...folders, ...options];
  execFileSync(process.execPath, argv, { stdio: 'inherit' });
} finally {
  await rm(drawn, { recursive: true });
}

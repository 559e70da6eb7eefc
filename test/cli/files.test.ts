import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { networkMetadata } from '../../src/nn/network-metadata.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { createTrainingSession } from '../../src/nn/training-session.ts';
import type { Part } from '../../src/inspection/part.ts';
import { encodePart } from '../../src/inspection/part-file.ts';
import { savePart } from '../../src/node/inspection/part-store.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import {
  drawParts,
  smallModel,
  smallOptions,
  smallPart,
  smallWeights,
  writePictures,
} from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
const weights = fileURLToPath(smallWeights);
let part: Part;
let picture: string;
beforeAll(async () => {
  part = await smallPart();
  await savePart(folder('washer.part'), part);
  await writeFile(folder('small.onnx'), smallModel());
  [picture] = await writePictures(folder(), drawParts({ count: 1 }));
});

function inspect(file: string, model = 'small.onnx'): Promise<Run> {
  return run(['inspect', folder(file), picture, '--model', folder(model)]);
}

/** A network with transformers, trained at 64 px, as training stores it. */
async function trainedCheckpoint(): Promise<Uint8Array> {
  const backbone = { network: 'resnet18', width: 8, transformer: 'rotation' } as const;
  const network = { backbone, encoder: 'last' } as const;
  const optimiser = { momentum: 0.9, weightDecay: 0 };
  const training = { ...network, loss: 'one-sided', pairs: 2, size: 64, optimiser } as const;
  const start = { state: readStateDict(await readFile(weights), 'weights'), seed: 0 };
  const session = await createTrainingSession(nodeCpu.create(), training, start);
  const state = session.state();
  await session.release();
  return writeSafetensors(state, networkMetadata(network));
}

function importing(out: string, ...argv: string[]): Promise<Run> {
  const source = [weights, '--architecture', 'resnet18', '--out', folder(out)];
  return run(['model', 'import', ...source, ...argv]);
}

describe('a part file', () => {
  it('is refused with another model, which is named, and how to go on', async () => {
    await writeFile(folder('other.onnx'), smallModel('other'));
    const { code, log, out } = await inspect('washer.part', 'other.onnx');
    expect([code, out]).toEqual([ExitCode.fault, []]);
    expect(log).toMatch(
      /PART_UNUSABLE: .*washer\.part: the model at hand is other \(.*expected small \(/,
    );
    expect(log).toContain('--model');
  });

  it('is refused at every damage: cut off, one bit, another file', async () => {
    const bytes = await readFile(folder('washer.part'));
    const flipped = Uint8Array.from(bytes);
    flipped[bytes.length >> 1] ^= 1;
    const damages: [string, Uint8Array, RegExp][] = [
      ['cut', bytes.subarray(0, -7), /it is damaged: its SHA-256 does not match/],
      ['flipped', flipped, /it is damaged: its SHA-256 does not match/],
      ['empty', new Uint8Array(), /expected a part file/],
      ['other', smallModel(), /expected a part file/],
    ];
    for (const [name, content, message] of damages) {
      await writeFile(folder(`${name}.part`), content);
      const { code, log, out } = await inspect(`${name}.part`);
      expect([code, out]).toEqual([ExitCode.fault, []]);
      expect(log).toMatch(message);
      expect(log).toContain(`${name}.part`);
    }
  });

  it('is refused when its self-test does not come out', async () => {
    const [test, ...others] = part.selfTest;
    const wrong = { ...part, selfTest: [{ ...test, score: test.score * 1.02 }, ...others] };
    await writeFile(folder('wrong.part'), encodePart(wrong));
    const { code, log, out } = await inspect('wrong.part');
    expect([code, out]).toEqual([ExitCode.fault, []]);
    expect(log).toMatch(/wrong\.part: its self-test scores washer-000-good\.png at .*: expected/);
    expect(log).toContain('do not judge with it');
  });

  it('never passes a picture by a threshold that is not there', async () => {
    const calibration = { ...part.calibration, threshold: null, mapLimit: null };
    await writeFile(folder('none.part'), encodePart({ ...part, calibration }));
    const { code, out } = await inspect('none.part');
    expect(code).toBe(ExitCode.fault);
    expect(out[0]).toMatch(/^cannot judge/);
  });
});

describe('fewgood part info', () => {
  it('shows what the file holds', async () => {
    const { code, out } = await run(['part', 'info', folder('washer.part')]);
    expect(code).toBe(ExitCode.ok);
    expect(out).toEqual([
      expect.stringMatching(/^model {6}small \([0-9a-f]{12}…\), onnxruntime-node/),
      'input      64×64 px, stretch',
      `support    ${part.support.map(({ name }) => name).join(', ')}`,
      'augmented  1 variant each, pose fixed',
      expect.stringMatching(/^bank {7}layer2\+layer3: \d+ × 48, normal distance/),
      'preset     none: settings of its own',
      'presence   not checked: an empty nest, half a part or another one may pass',
      'looks      checked: light, contrast, colours, focus, noise, size of the file',
      expect.stringMatching(/^threshold [\d.]+: Provisional\./),
      expect.stringMatching(/^59 more good pictures/),
    ]);
  });

  it('prints all of it as JSON, pictures and features left out', async () => {
    const { out } = await run(['part', 'info', folder('washer.part'), '--json']);
    expect(JSON.parse(out[0])).toMatchObject({
      settings: part.settings,
      support: part.support.map(({ name, sha256 }) => ({ name, sha256 })),
      calibration: part.calibration,
      banks: [{ level: 'layer2+layer3', rows: part.banks[0].bank.rows, width: 48 }],
    });
  });

  it('asks for a file', async () => {
    expect((await run(['part', 'info'])).code).toBe(ExitCode.usage);
    expect((await run(['part', 'info', folder('small.onnx')])).code).toBe(ExitCode.fault);
  });
});

describe('fewgood model import', () => {
  it('makes a model file of a state dict, and describes it', async () => {
    const argv = ['--name', 'Tiny', '--licence', 'CC0-1.0', '--size', '64', '--mean', '0,0.5,1'];
    const { code, out } = await importing('tiny.onnx', ...argv);
    expect(code).toBe(ExitCode.ok);
    const info = readModelInfo(await readFile(folder('tiny.onnx')));
    expect(info).toMatchObject({ name: 'Tiny', licence: 'CC0-1.0', provenance: 'unknown' });
    expect(info.preprocessing).toMatchObject({ size: 64, mean: [0, 0.5, 1] });
    const shown = await run(['model', 'info', folder('tiny.onnx')]);
    expect(shown.out).toEqual(out);
    expect(out).toContain(`sha256      ${info.sha256}`);
    expect(out[1]).toBe('levels      layer1 (8), layer2 (16) *, layer3 (32) *  (* default)');
    const json = await run(['model', 'info', folder('tiny.onnx'), '--json']);
    expect(JSON.parse(json.out[0])).toEqual(info);
  });

  it('takes a checkpoint, which tells its network, and enrols with it at any size', async () => {
    const [checkpoint, out] = [folder('checkpoint.safetensors'), folder('trained.onnx')];
    await writeFile(checkpoint, await trainedCheckpoint());
    const argv = ['--out', out, '--level', 'layer2,encoder', '--storage', 'float16'];
    const imported = await run(['model', 'import', checkpoint, ...argv]);
    expect(imported.out[1]).toBe('levels      layer2 (16) *, encoder (32)  (* default)');
    expect([imported.code, imported.log]).toEqual([ExitCode.ok, '']);
    for (const size of ['64', '90']) {
      const words = ['enroll', folder(`${size}.part`), picture, '--model', out, '--size', size];
      const { code, out: lines } = await run([...words, '--levels', 'encoder', ...smallOptions]);
      expect([code, lines[0]]).toEqual([ExitCode.ok, expect.stringContaining('bank encoder ')]);
    }
  });

  it('takes an ONNX file again, with other levels, and enrols with it', async () => {
    const out = folder('again.onnx');
    const argv = ['model', 'import', folder('small.onnx'), '--out', out, '--level', 'layer1:8'];
    expect((await run(argv)).code).toBe(ExitCode.ok);
    expect(readModelInfo(await readFile(out)).levels).toEqual([{ name: 'layer1', channels: 8 }]);
    const enrolling = ['enroll', folder('again.part'), picture, '--model', out, '--size', '64'];
    const enrolment = await run([...enrolling, ...smallOptions]);
    expect(enrolment.out[0]).toContain('bank layer1 ');
  });

  it('refuses a file that exists, and replaces it with --force', async () => {
    const old = smallModel('old');
    await writeFile(folder('old.onnx'), old);
    const { code, log } = await importing('old.onnx');
    expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining('it exists')]);
    expect(await readFile(folder('old.onnx'))).toEqual(Buffer.from(old));
    expect((await importing('old.onnx', '--force')).code).toBe(ExitCode.ok);
  });
});

describe('fewgood model import refuses', () => {
  const options = ['--out', 'OUT', '--architecture', 'resnet18'];
  it.each<[string, string[], ExitCode, RegExp]>([
    ['no weights', [], 2, /no weights given/],
    ['no --out', [weights], 2, /no --out file given/],
    ['no architecture', [weights, '--out', 'OUT'], 2, /expected --architecture/],
    [
      'two numbers for three',
      [weights, ...options, '--mean', '1,2'],
      2,
      /--mean "1,2": expected thr/,
    ],
    [
      'a default that no part takes',
      [weights, ...options, '--default-neighbourhood', '2'],
      2,
      /--default-neighbourhood "2": expected one of 1, 3, 5/,
    ],
    ['an unknown network', [weights, ...options, '--architecture', 'vgg'], 2, /one of resnet18/],
    ['text as weights', ['README.md', ...options], 1, /MODEL_UNUSABLE/],
    [
      'no such folder',
      [weights, ...options, '--out', 'no/such.onnx'],
      1,
      /write no\/such\.onnx: there/,
    ],
  ])('%s', async (_, argv, code, message) => {
    const words = argv.map((word) => (word === 'OUT' ? folder('refused.onnx') : word));
    const refused = await run(['model', 'import', ...words]);
    expect(refused.log).toMatch(message);
    expect(refused.code).toBe(code);
    await expect(readFile(folder('refused.onnx'))).rejects.toThrow('ENOENT');
  });
});

describe('fewgood model info', () => {
  it('refuses a model whose weights were changed', async () => {
    const bytes = smallModel();
    bytes[bytes.length >> 1] ^= 1;
    await writeFile(folder('changed.onnx'), bytes);
    const { code, log } = await run(['model', 'info', folder('changed.onnx')]);
    expect([code, log]).toEqual([ExitCode.fault, expect.stringContaining('changed.onnx')]);
    expect((await run(['model', 'info'])).code).toBe(ExitCode.usage);
  });
});

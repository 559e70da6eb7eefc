import { join } from 'node:path';
import { assertNotCancelled } from '../cancellation.ts';
import { UsageError } from '../errors.ts';
import { enroll } from '../inspection/enrolment.ts';
import type { NamedImage } from '../inspection/support-pictures.ts';
import { presetSettings } from '../inspection/presets.ts';
import { Inspector } from '../inspection/inspector.ts';
import { runInspection } from '../inspection/run.ts';
import { ensureFolder } from '../node/files/files.ts';
import { openFile } from '../node/files/open-file.ts';
import { writePicture } from '../node/image/write-picture.ts';
import { savePart } from '../node/inspection/part-store.ts';
import { pictureFiles } from '../node/inspection/picture-files.ts';
import { reportSink } from '../node/inspection/report-sink.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { textSink } from '../report/text-sink.ts';
import { defectKinds, parsePartKind, type PartKind, renderFamily } from '../synthetic/index.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { createProgress } from './progress.ts';
import { thresholdLines } from './threshold-lines.ts';
import type { demoOptions } from './demo-options.ts';

/** Good parts in the tray, beside one of each defect. */
const GOOD_IN_TRAY = 9;
/** The tray comes after the support set: other seeds, other parts. */
const TRAY_SEED_OFFSET = 1000;

/**
 * `fewgood demo`.
 *
 * @throws {@link UsageError} if there are words beside the options.
 */
export async function runDemo({
  options,
  args,
  terminal,
}: Invocation<typeof demoOptions>): Promise<ExitCode> {
  if (args.length > 0) throw new UsageError(`Cannot use "${args[0]}"`, 'Run fewgood demo --help.');
  const kind = parsePartKind(options.part);
  const models = await findModels(options.model);
  const runtime = nodeRuntime({ threads: options.threads });
  terminal.log(
    `drawing ${options.shots} good ${kind} parts and a tray of ${GOOD_IN_TRAY + defectKinds.length}`,
  );
  const support = await drawSupport(kind, options);
  const tray = await drawTray(kind, options);

  const progress = createProgress(terminal);
  const part = await enroll(support, {
    runtime,
    ...models,
    settings: { ...presetSettings('accurate'), seed: options.seed },
    onProgress: ({ stage, done, total }) => progress.update(stage, done, total),
    signal: terminal.signal,
  });
  progress.clear();
  const partName = kind.replace(':', '-');
  await savePart(join(options.out, `${partName}.part`), part);
  for (const line of thresholdLines(part.calibration)) terminal.log(line);

  const inspector = await Inspector.create(part, { runtime, ...models });
  const report = join(options.out, 'report.html');
  await inspectTray(inspector, tray, { report, partName, terminal });
  await inspector.release();
  terminal.out(`report: ${report}`);
  if (options.open) await openFile(report);
  return ExitCode.ok;
}

interface Drawing {
  readonly out: string;
  readonly seed: number;
  readonly size: number;
  readonly shots: number;
}

async function drawSupport(
  kind: PartKind,
  { out, seed, size, shots }: Drawing,
): Promise<NamedImage[]> {
  const folder = join(out, 'good');
  await ensureFolder(folder);
  const pictures: NamedImage[] = [];
  for (const { name, image } of renderFamily({ kind, seed, size, count: shots })) {
    await writePicture(join(folder, `${name}.png`), image, 'drawing');
    pictures.push({ name: `${name}.png`, image });
  }
  return pictures;
}

/** Draws the tray; the folder's names tell what is wrong, so the report can be checked by eye. */
async function drawTray(kind: PartKind, { out, seed, size }: Drawing): Promise<string[]> {
  const folder = join(out, 'tray');
  await ensureFolder(folder);
  const defects = [...defectKinds, ...Array.from({ length: GOOD_IN_TRAY }, () => null)];
  const family = { kind, seed: seed + TRAY_SEED_OFFSET, size, count: defects.length, defects };
  const paths: string[] = [];
  for (const { name, image } of renderFamily(family)) {
    const path = join(folder, `${name}.png`);
    await writePicture(path, image, 'drawing');
    paths.push(path);
  }
  return paths;
}

async function inspectTray(
  inspector: Inspector,
  tray: readonly string[],
  { report, partName, terminal }: { report: string; partName: string; terminal: Terminal },
): Promise<void> {
  const note = 'Parts drawn by fewgood demo; the file names tell what is wrong with each.';
  await runInspection({
    source: pictureFiles(tray),
    inspector,
    sinks: [
      textSink(terminal.out),
      await reportSink(report, { part: inspector.part, partName, note }),
    ],
    onProgress: (done) =>
      assertNotCancelled(terminal.signal, 'finish the demo', `${done} of ${tray.length} pictures`),
  });
}

import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { commands } from '../../src/cli/commands.ts';
import type { NamedResult } from '../../src/evaluation/compare/comparison.ts';
import { decodeResult } from '../../src/evaluation/results/result-file.ts';
import { browserPage } from './browser-page.ts';
import { calibrationPage } from './calibration-page.ts';
import { cannotJudgePage } from './cannot-judge-page.ts';
import { cliPage } from './cli-page.ts';
import { errorEntries, errorsPage } from './errors-page.ts';
import { inspectionSchema } from './inspection-schema.ts';
import { readMeasurements } from '../../studies/measurements.ts';
import { objectsPage } from './objects-page.ts';
import { partFilePage } from './part-file-page.ts';
import { presetsPage } from './presets-page.ts';
import { readmePage } from './readme.ts';
import { replaceBetween } from './replace-between.ts';
import { resultsPage } from './results-page.ts';
import { type Layers, roomsTable } from './rooms-table.ts';
import { trainingPage } from './training-page.ts';

/** Runs of fewgood evaluate and ablate in results/, in the order of docs/results.md. */
const RUNS = [
  'methods.json',
  'methods-imagenet.json',
  'augmentations.json',
  'regad-positions.json',
];

/** The generated pages as they belong into the project: path and content of each. */
export async function documents(): Promise<[path: string, content: string][]> {
  const runs = RUNS.map(readRun);
  const measurements = readMeasurements();
  const manuals = await Promise.all(commands.map((command) => command.manual()));
  return [
    await formatted('docs/cli.md', cliPage(manuals)),
    await formatted('docs/errors.md', errorsPage(errorEntries(read('src/errors.ts')), manuals)),
    await formatted('docs/inspection.schema.json', JSON.stringify(inspectionSchema())),
    await formatted('docs/part-file.md', partFilePage(read('docs/part-file.md'))),
    await formatted(
      'docs/browser.md',
      browserPage(read('docs/browser.md'), read('results/browser-parity.json')),
    ),
    await formatted(
      'docs/calibration.md',
      calibrationPage(read('docs/calibration.md'), runs[0].result),
    ),
    await formatted(
      'docs/cannot-judge.md',
      cannotJudgePage(read('docs/cannot-judge.md'), measurements),
    ),
    await formatted(
      'docs/objects.md',
      objectsPage(read('docs/objects.md'), {
        trays: read('results/trays.json'),
        composed: read('results/trays-real.json'),
      }),
    ),
    await formatted('docs/presets.md', presetsPage(read('docs/presets.md'), measurements)),
    await formatted('docs/training.md', trainingPage(read('docs/training.md'))),
    ['docs/results.md', resultsPage(runs, measurements)],
    await formatted('README.md', readmePage(read('README.md'), runs[0].result, measurements)),
    await formatted('ARCHITECTURE.md', architecturePage()),
  ];
}

function architecturePage(): string {
  const layers: Layers = JSON.parse(read('tools/layers.json'));
  const [page, name] = ['ARCHITECTURE.md', 'rooms'];
  return replaceBetween(read(page), { page, name }, roomsTable(layers));
}

function readRun(file: string): NamedResult {
  return { file, result: decodeResult(read(`results/${file}`), file) };
}

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** As `npm run check:format` wants it. */
async function formatted(path: string, text: string): Promise<[path: string, content: string]> {
  return [path, await format(text, { ...(await resolveConfig(path)), filepath: path })];
}

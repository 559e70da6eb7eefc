import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { readModelInfo } from '../features/model-info.ts';
import { PUBLISHED_MODELS, type PublishedModel } from '../features/published-models.ts';
import { MEBIBYTE } from '../mebibytes.ts';
import { readFileBytes } from '../node/files/files.ts';
import { architectureOf } from '../node/models/converted-model.ts';
import type { HashCheck } from '../node/models/fetch-weights.ts';
import { type PulledModel, pullModel } from '../node/models/pull-model.ts';
import { hubEnvironment } from '../node/models/weights-home.ts';
import { packagedModel, pulledFolder } from '../node/runtime/model-folders.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { printable } from '../printable.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { modelLines } from './model-info.ts';
import { createProgress } from './progress.ts';
import type { modelPullOptions } from './model-pull-options.ts';

type Options = Invocation<typeof modelPullOptions>['options'];

/**
 * `fewgood model pull dinov2-small`.
 *
 * @throws {@link UsageError} if not one model of those that are known is named.
 */
export async function runModelPull({
  options,
  args: [name, ...others],
  terminal,
}: Invocation<typeof modelPullOptions>): Promise<ExitCode> {
  const [stranger] = options.list ? [name, ...others] : others;
  if (stranger !== undefined) {
    throw new UsageError(
      `Cannot use "${printable(stranger)}": expected ${options.list ? 'no name beside --list' : 'one name'}`,
      'Leave it out.',
    );
  }
  if (options.list) return list(options, terminal);
  const model = modelOf(name);
  const out = options.out ?? join(pulledFolder(), `${model.name}.onnx`);
  if (existsSync(out) && !options.force) return keep(model, out, options, terminal);
  assertAccepted(model, options, terminal);
  return pull(model, out, options, terminal);
}

/** The model of that name. */
function modelOf(name: string | undefined): PublishedModel {
  const names = PUBLISHED_MODELS.map((model) => model.name).join(', ');
  if (name === undefined) {
    throw new UsageError(
      `Cannot pull a model: no name given: expected one of ${names}`,
      'Name one.',
    );
  }
  const model = PUBLISHED_MODELS.find((one) => one.name === name);
  if (model) return model;
  if (existsSync(packagedModel(name))) {
    throw new UsageError(
      `Cannot pull ${name}: it is in the package: expected one of ${names}`,
      `Use it as --model ${name}, or name one of the others.`,
    );
  }
  throw new UsageError(
    `Cannot pull ${printable(name)}: expected one of ${names}`,
    'Name one of these; any other network is for fewgood model import.',
  );
}

/** Says what a licence asks, and stops unless it is accepted. */
function assertAccepted(
  { name, title, licence, licenceUrl, conditions }: PublishedModel,
  options: Options,
  { log }: Terminal,
): void {
  log(`${title}: ${licence}, ${licenceUrl}`);
  if (conditions === undefined) return;
  log(conditions);
  if (options['accept-licence']) return;
  throw new UsageError(
    `Cannot pull ${name}: its licence has conditions: expected --accept-licence`,
    `Read ${licenceUrl}, and add --accept-licence if you accept it.`,
  );
}

/** A file that is there already: the model itself, or something in the way. */
async function keep(
  model: PublishedModel,
  out: string,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.out !== undefined) {
    throw new UsageError(
      `Cannot write ${printable(out)}: it exists: expected a new file`,
      'Name another file, or add --force to replace it.',
    );
  }
  const info = readModelInfo(await readFileBytes(out), out);
  terminal.log(`${model.name} is here already; --force pulls it again`);
  return report(model, { path: out, info }, options, terminal);
}

async function pull(
  model: PublishedModel,
  out: string,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  const { from, sha256, size, storage } = options;
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new UsageError(
      `Cannot use --sha256 "${printable(sha256)}": expected 64 hexadecimal digits`,
      'Pass the SHA-256 of the weights, as sha256sum prints it.',
    );
  }
  const progress = createProgress(terminal);
  const conversion = { storage, ...(size !== undefined && { preprocessing: { size } }) };
  try {
    const pulled = await pullModel(
      { model, out, from, sha256, conversion },
      {
        runtime: nodeRuntime(),
        hub: hubEnvironment(),
        signal: terminal.signal,
        onProgress: (done, total) => {
          progress.update('MiB', mebibytes(done), mebibytes(Math.max(done, total)));
        },
        log: (line) => {
          progress.clear();
          terminal.log(line);
        },
      },
    );
    progress.clear();
    return report(model, pulled, options, terminal);
  } finally {
    progress.clear();
  }
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / MEBIBYTE);
}

/** What is told of a model that is here; of its weights only if they were fetched now. */
type Here = Pick<PulledModel, 'path' | 'info'> & Partial<Pick<PulledModel, 'weights'>>;

const CHECKS: Readonly<Record<HashCheck, string>> = {
  record: 'the one on record',
  request: 'the one that --sha256 states',
  server: 'the one that its server tells; none is on record',
  none: 'compared with nothing: none is on record, and the server tells none',
};

function report(
  { name, licence, licenceUrl }: PublishedModel,
  { path, info, weights }: Here,
  { json, out: file }: Options,
  { out }: Terminal,
): ExitCode {
  if (json) {
    out(
      JSON.stringify({
        name,
        path,
        sha256: info.sha256,
        licence,
        licenceUrl,
        weights,
        model: info,
      }),
    );
    return ExitCode.ok;
  }
  out(`model       ${printable(path)}`);
  if (weights !== undefined) {
    out(`weights     ${weights.source}, ${weights.size} bytes`);
    out(`            SHA-256 ${weights.sha256}: ${CHECKS[weights.check]}`);
  }
  for (const line of modelLines(info)) out(line);
  out(`use it as   --model ${file === undefined ? name : printable(path)}`);
  return ExitCode.ok;
}

/** Everything that can be pulled. */
async function list({ json }: Options, { out }: Terminal): Promise<ExitCode> {
  const rows = PUBLISHED_MODELS.map((model) => {
    const path = join(pulledFolder(), `${model.name}.onnx`);
    return { ...model, path, state: stateOf(model, path) };
  });
  if (json) {
    out(JSON.stringify(rows));
    return ExitCode.ok;
  }
  for (const { name, title, files, licence, state } of rows) {
    const bytes = files[0]?.bytes;
    const size = bytes === undefined ? '' : `${mebibytes(bytes)} MiB`;
    out([name.padEnd(23), size.padStart(7), state.padEnd(9), `${title}; ${licence}`].join('  '));
  }
  return ExitCode.ok;
}

function stateOf(model: PublishedModel, path: string): 'here' | 'available' | 'unsupported' {
  if (existsSync(path)) return 'here';
  return architectureOf(model) === undefined ? 'unsupported' : 'available';
}

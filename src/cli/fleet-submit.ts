import { randomBytes } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { FaultRecord, InspectionRecord } from '../inspection/inspection-record.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { recordText } from '../report/text-sink.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { errorText } from './error-flags.ts';
import type { fleetSubmitOptions } from './fleet-options.ts';
import { fleetPackage, type OpenFleet, type SubmissionSummary } from './fleet-package.ts';
import { withFleet } from './fleet-run.ts';
import { expandInputs } from './passed-over.ts';
import { createProgress } from './progress.ts';

/**
 * `fewgood fleet submit`: sends pictures to be judged.
 *
 * @throws {@link UsageError} if part or pictures are not named.
 */
export async function runFleetSubmit({
  options,
  args,
  terminal,
}: Invocation<typeof fleetSubmitOptions>): Promise<ExitCode> {
  const { part } = options;
  if (part === undefined || args.length === 0 || (options.json && !options.wait)) {
    throw new UsageError(
      `Cannot submit: ${part === undefined ? 'no part is named' : args.length === 0 ? 'no pictures are named' : '--json is for verdicts: expected --wait beside it'}`,
      'Name pictures and part: fewgood fleet submit tray/ --part washer.',
    );
  }
  const { files, passedOver } = await expandInputs(args, options, terminal);
  const request = options.request ?? newName(part);
  const code = await withFleet(options, 'submit', async (fleet) => {
    const progress = createProgress(terminal);
    const { submit } = await fleetPackage();
    const summary = await submit(fleet, {
      part,
      request,
      pictures: files,
      signal: terminal.signal,
      onProgress: (done) => progress.update('submitting', done, files.length),
    }).finally(() => progress.clear());
    tellSubmission(request, summary, terminal);
    const sent = summary.refused.length > 0 ? ExitCode.fault : ExitCode.ok;
    if (!options.wait) return sent;
    const judged = await printVerdicts(fleet, request, { json: options.json, terminal });
    return sent === ExitCode.ok ? judged : sent;
  });
  for (const line of passedOver.lines()) terminal.log(line);
  return code;
}

/** A name that no other request has: day and time for people, and a number for the rest. */
function newName(part: string): string {
  const [time = ''] = new Date().toISOString().split('.');
  const stem = `${part.slice(0, 32)}-${time.replaceAll(/[-:]/g, '').replace('T', '-')}`;
  return `${stem}-${randomBytes(3).toString('hex')}`;
}

function tellSubmission(
  request: string,
  { accepted, before, refused, request: { sha256 } }: SubmissionSummary,
  { log, out }: Pick<Terminal, 'log' | 'out'>,
): void {
  for (const { name, error } of refused) log(`${printable(name)}: ${errorText(error)}`);
  const earlier = before > 0 ? `, ${before} accepted before` : '';
  const faults = refused.length > 0 ? `, ${refused.length} not accepted` : '';
  log(`request ${request}: ${counted(accepted, 'picture')} accepted${earlier}${faults}`);
  log(`they are judged by ${sha256.slice(0, 12)}; fewgood fleet status --request ${request} tells`);
  if (accepted + before === 0) out('nothing was submitted');
}

/** Prints each verdict as soon as it is known; the exit code of `fewgood inspect`. */
async function printVerdicts(
  fleet: OpenFleet,
  request: string,
  { json, terminal }: { readonly json: boolean; readonly terminal: Terminal },
): Promise<ExitCode> {
  const { verdictsOf } = await fleetPackage();
  const progress = createProgress(terminal);
  const out = (line: string): void => {
    progress.clear();
    terminal.out(line);
  };
  const tell = recordText(out);
  let [faults, failures] = [0, 0];
  const { signal } = terminal;
  const onProgress = (done: number, total: number): void => {
    progress.update('judging', done, total);
  };
  try {
    for await (const result of verdictsOf(fleet, { request, signal, onProgress })) {
      if ('dead' in result) {
        faults++;
        progress.clear();
        terminal.log(`${printable(result.name)}: nobody could judge it: ${result.dead}`);
        continue;
      }
      const { record } = result;
      if (json) out(JSON.stringify(record));
      else await tell(record);
      if (isUnjudged(record)) faults++;
      else if ('verdict' in record && record.verdict === 'fail') failures++;
    }
  } finally {
    progress.clear();
  }
  if (faults > 0) return ExitCode.fault;
  return failures > 0 ? ExitCode.anomalous : ExitCode.ok;
}

function isUnjudged(record: InspectionRecord | FaultRecord): boolean {
  return 'error' in record || record.verdict === 'cannot judge';
}

import { UsageError } from '../errors.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import type {
  stationBackupOptions,
  stationOptions,
  stationRestoreOptions,
  stationVerifyOptions,
} from './station-options.ts';

/** Named at run time alone: the library does not depend on it. */
const PACKAGE = '@fewgood/station';

/** What was found when a station was compared with its audit chain. */
interface AuditReport {
  readonly intact: boolean;
  readonly entries: number;
  readonly inspections: number;
  readonly files: number;
  readonly head: string;
  readonly problems: readonly { readonly subject: string; readonly problem: string }[];
}

/** As much of the package as is used here. */
interface StationPackage {
  readonly runStation: (run: {
    readonly data: string;
    readonly database: string | undefined;
    readonly host: string;
    readonly port: number;
    readonly allowNetwork: boolean;
    readonly queueLimit: number;
    readonly keep: {
      readonly days: number | undefined;
      readonly pictures: number | undefined;
      readonly freeBytes: number | undefined;
    };
    readonly onListening: (url: string) => void;
    readonly log: (line: string) => void;
    readonly signal: AbortSignal;
  }) => Promise<void>;
  readonly verifyStation: (options: {
    readonly data: string;
    readonly url: string | undefined;
    readonly head?: string | undefined;
  }) => Promise<AuditReport>;
  readonly backUpStation: (data: string, out: string) => Promise<AuditReport>;
  readonly restoreStation: (backup: string, data: string) => Promise<AuditReport>;
}

/** `fewgood station`: serves until it is stopped. */
export async function runStationServer({
  options,
  args,
  terminal,
}: Invocation<typeof stationOptions>): Promise<ExitCode> {
  refuseArguments(args);
  const { runStation } = await stationPackage();
  const { data, database, host, port, queue: queueLimit } = options;
  const free = options['keep-free'];
  await runStation({
    data,
    database,
    host,
    port,
    queueLimit,
    allowNetwork: options['allow-network'],
    keep: {
      days: options['keep-days'],
      pictures: options['keep-pictures'],
      freeBytes: free === undefined ? undefined : free * 2 ** 20,
    },
    onListening: (url) => terminal.out(`The station is at ${url} and keeps its data in ${data}`),
    log: terminal.log,
    signal: terminal.signal,
  });
  return ExitCode.ok;
}

/** `fewgood station verify`: whether all is as it was done. */
export async function runStationVerify({
  options: { data, database: url, head, json },
  args,
  terminal,
}: Invocation<typeof stationVerifyOptions>): Promise<ExitCode> {
  refuseArguments(args);
  const { verifyStation } = await stationPackage();
  const report = await verifyStation({ data, url, head });
  if (json) terminal.out(JSON.stringify(report));
  else tell(report, terminal);
  return report.intact ? ExitCode.ok : ExitCode.fault;
}

/**
 * `fewgood station backup`: copies a station.
 *
 * @throws {@link UsageError} if no folder is named.
 */
export async function runStationBackup({
  options: { data, out },
  args,
  terminal,
}: Invocation<typeof stationBackupOptions>): Promise<ExitCode> {
  refuseArguments(args);
  if (out === undefined) {
    throw new UsageError('Cannot back up: no folder is named', 'Pass --out a folder.');
  }
  const report = await (await stationPackage()).backUpStation(data, out);
  tell(report, terminal);
  return report.intact ? ExitCode.ok : ExitCode.fault;
}

/**
 * `fewgood station restore`: makes a data folder of a backup.
 *
 * @throws {@link UsageError} if no folder is named.
 */
export async function runStationRestore({
  options: { data },
  args: [backup, ...others],
  terminal,
}: Invocation<typeof stationRestoreOptions>): Promise<ExitCode> {
  refuseArguments(others);
  if (backup === undefined) {
    throw new UsageError('Cannot restore: no backup is named', 'Name the folder of a backup.');
  }
  const report = await (await stationPackage()).restoreStation(backup, data);
  tell(report, terminal);
  return report.intact ? ExitCode.ok : ExitCode.fault;
}

/** @throws {@link UsageError} if it is not installed. */
async function stationPackage(): Promise<StationPackage> {
  try {
    const name: string = PACKAGE;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package of the same version
    return (await import(name)) as StationPackage;
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new UsageError(
      `Cannot run the station: the package ${PACKAGE} is not installed`,
      `Install it beside fewgood: npm install ${PACKAGE}`,
      { cause },
    );
  }
}

/** Whether it is the package itself that is not there, and not one of its own. */
function isMissing(error: unknown): boolean {
  const isNotFound =
    error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isNotFound && error.message.includes(`'${PACKAGE}'`);
}

function tell(
  { entries, inspections, files, head, problems }: AuditReport,
  { out }: Terminal,
): void {
  for (const { subject, problem } of problems) out(`${subject}: ${problem}`);
  out(`${inspections} inspections and ${files} files against ${entries} entries of the chain`);
  out(`the last entry is ${head}`);
  out(problems.length === 0 ? 'nothing was changed' : `${problems.length} problems`);
}

function refuseArguments([word]: readonly string[]): void {
  if (word === undefined) return;
  throw new UsageError(`Cannot use "${word}": expected options alone`, 'Leave it out.');
}

import { UsageError } from '../errors.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import type {
  stationBackupOptions,
  stationOptions,
  stationRestoreOptions,
  stationUsersOptions,
  stationVerifyOptions,
} from './station-options.ts';

/** Named at run time alone: the library does not depend on it. */
const PACKAGE = '@fewgood/station';

/** Somebody who may sign in. */
interface Person {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly signedInAt: string | null;
}

/** The people of a station, from its own machine. */
interface UserConsole {
  list(): Promise<readonly Person[]>;
  add(name: string, role: string): Promise<{ readonly link: { readonly token: string } }>;
  resetPassword(name: string): Promise<{ readonly token: string }>;
  setDisabled(name: string, disabled: boolean): Promise<Person>;
  close(): Promise<void>;
}

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
    readonly login: boolean;
    readonly tls: { readonly cert: string; readonly key: string } | undefined;
    readonly insecureHttp: boolean;
    readonly queueLimit: number;
    readonly keep: {
      readonly days: number | undefined;
      readonly pictures: number | undefined;
      readonly freeBytes: number | undefined;
    };
    readonly onListening: (url: string) => void;
    readonly onFirstStart: (link: string) => void;
    readonly log: (line: string) => void;
    readonly signal: AbortSignal;
  }) => Promise<void>;
  readonly verifyStation: (options: {
    readonly data: string;
    readonly url: string | undefined;
    readonly head?: string | undefined;
  }) => Promise<AuditReport>;
  readonly UserConsole: {
    readonly open: (options: {
      readonly data: string;
      readonly url: string | undefined;
    }) => Promise<UserConsole>;
  };
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
    login: !options['no-login'],
    tls: tlsOf(options['tls-cert'], options['tls-key']),
    insecureHttp: options['insecure-http'],
    keep: {
      days: options['keep-days'],
      pictures: options['keep-pictures'],
      freeBytes: free === undefined ? undefined : free * 2 ** 20,
    },
    onListening: (url) => terminal.out(`The station is at ${url} and keeps its data in ${data}`),
    onFirstStart: (link) => {
      terminal.out(`Nobody can sign in yet. The first administrator sets a password at ${link}`);
    },
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
 * `fewgood station users`: who may sign in, for whoever cannot.
 *
 * @throws {@link UsageError} if it is not said what to do, or with whom.
 */
export async function runStationUsers({
  options: { data, database: url, role, url: base },
  args: [task = '', name, ...others],
  terminal,
}: Invocation<typeof stationUsersOptions>): Promise<ExitCode> {
  refuseArguments(others);
  if (!URL.canParse(base)) {
    throw new UsageError(
      `Cannot make a link at "${base}": expected a URL`,
      'Pass --url where the station is reached, such as http://127.0.0.1:7070/.',
    );
  }
  const work = userTask(task, name, { role, base, terminal });
  const users = await (await stationPackage()).UserConsole.open({ data, url });
  try {
    await work(users);
  } finally {
    await users.close();
  }
  return ExitCode.ok;
}

/** @throws {@link UsageError} if there is no such task, or nobody is named. */
function userTask(
  task: string,
  name: string | undefined,
  { role, base, terminal: { out } }: { role: string; base: string; terminal: Terminal },
): (users: UserConsole) => Promise<void> {
  if (task === 'list') {
    refuseArguments(name === undefined ? [] : [name]);
    return async (users) => tellPeople(await users.list(), out);
  }
  const tellLink = (token: string): void =>
    out(
      `A password is set, once and within a day, at ${new URL(`invitation#${token}`, base).href}`,
    );
  const tasks: Readonly<Record<string, (users: UserConsole, name: string) => Promise<void>>> = {
    add: async (users, who) => tellLink((await users.add(who, role)).link.token),
    'reset-password': async (users, who) => tellLink((await users.resetPassword(who)).token),
    disable: async (users, who) => tellPeople([await users.setDisabled(who, true)], out),
    enable: async (users, who) => tellPeople([await users.setDisabled(who, false)], out),
  };
  const work = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (work === undefined) {
    throw new UsageError(
      `Cannot do "${task}" with users: expected list, ${Object.keys(tasks).join(', ')}`,
      'Say one of these first.',
    );
  }
  if (name === undefined) {
    throw new UsageError(`Cannot ${task} nobody: expected a name`, 'Name one person.');
  }
  return async (users) => work(users, name);
}

function tellPeople(people: readonly Person[], out: Terminal['out']): void {
  if (people.length === 0) out('nobody yet: the next start prints a link for the first one');
  for (const { name, role, state, signedInAt } of people) {
    out(
      `${name}: ${role}, ${state}, ${signedInAt === null ? 'never signed in' : `signed in ${signedInAt}`}`,
    );
  }
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

/** @throws {@link UsageError} if one of both is missing. */
function tlsOf(
  cert: string | undefined,
  key: string | undefined,
): { cert: string; key: string } | undefined {
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert === undefined && key === undefined) return undefined;
  throw new UsageError(
    `Cannot serve HTTPS: ${cert === undefined ? '--tls-cert' : '--tls-key'} is missing`,
    'Pass both --tls-cert and --tls-key.',
  );
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

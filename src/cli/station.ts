import { UsageError } from '../errors.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { connectionOf } from './connect-package.ts';
import { createProgress } from './progress.ts';
import { stationLog } from './station-log.ts';
import {
  DATA_FOLDER,
  type stationBackupOptions,
  type stationOptions,
  type stationRestoreOptions,
  type stationUsersOptions,
  type stationVerifyOptions,
} from './station-options.ts';
import {
  type AuditReport,
  type CommonRun,
  type Person,
  stationPackage,
  type UserConsole,
} from './station-package.ts';
import { stationSources } from './station-sources.ts';

/**
 * `fewgood station`: serves until it is stopped.
 *
 * @throws {@link UsageError} if options do not go together.
 */
export async function runStationServer({
  options,
  args,
  terminal,
}: Invocation<typeof stationOptions>): Promise<ExitCode> {
  refuseArguments(args);
  const { data = DATA_FOLDER, database, demo } = options;
  const { signal } = terminal;
  const { out, log } = stationLog(options.log, terminal);
  const free = options['keep-free'];
  const run = {
    host: options.host,
    port: options.port,
    queueLimit: options.queue,
    tls: tlsOf(options['tls-cert'], options['tls-key']),
    insecureHttp: options['insecure-http'],
    keep: {
      days: options['keep-days'],
      pictures: options['keep-pictures'],
      freeBytes: free === undefined ? undefined : free * 2 ** 20,
    },
    log,
    signal,
  };
  const sources = stationSources(options);
  if (demo) {
    if (sources.length > 0 || options.connect !== undefined) {
      throw new UsageError(
        'Cannot connect the demo: expected no --watch, --camera or --connect',
        'Leave them out, or start a station without --demo.',
      );
    }
    await serveDemo(run, options, { ...terminal, out, log });
    return ExitCode.ok;
  }
  const { runStation } = await stationPackage();
  const onStart =
    options.connect === undefined ? undefined : await connectionOf(options.connect, log);
  await runStation({
    ...run,
    ...(onStart && { onStart }),
    data,
    database,
    sources,
    login: !options['no-login'],
    onListening: (url) => out(`The station is at ${url} and keeps its data in ${data}`),
    onFirstStart: (link) => {
      out(`Nobody can sign in yet. The first administrator sets a password at ${link}`);
    },
  });
  return ExitCode.ok;
}

/** @throws {@link UsageError} if it is to fill a database that may have more in it. */
async function serveDemo(
  run: Omit<CommonRun, 'onListening'>,
  { data, database }: Pick<Invocation<typeof stationOptions>['options'], 'data' | 'database'>,
  terminal: Terminal,
): Promise<void> {
  if (database !== undefined) {
    throw new UsageError(
      'Cannot fill a PostgreSQL database with the demo: expected none',
      'Leave --database out: the demo keeps its own in its folder.',
    );
  }
  const progress = createProgress(terminal);
  const { runDemo } = await stationPackage();
  await runDemo({
    ...run,
    data,
    onListening: (url) => {
      terminal.out(
        `The demo is at ${url} and ${data === undefined ? 'leaves nothing behind' : `keeps its data in ${data}`}`,
      );
      terminal.log('its shift of drawn parts comes in now; Ctrl-C ends it');
    },
    onProgress: (stage, done, total) => progress.update(stage, done, total),
    onFilled: () => {
      progress.clear();
      terminal.out('The shift is over: history, review and threshold have something to show');
    },
  });
  progress.clear();
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

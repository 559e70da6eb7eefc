import type { FaultRecord, InspectionRecord } from '../inspection/inspection-record.ts';
import { packageVersion } from '../node/files/package-version.ts';
import { optionalPackage } from './optional-package.ts';

/** Named at run time alone: the library does not depend on it. */
const PACKAGE = '@fewgood/connect';

/** As much of the package as is used here. */
interface ConnectPackage {
  readonly readConfig: (file: string, environment: NodeJS.ProcessEnv) => Promise<object>;
  readonly runConnectors: (
    plan: object,
    host: {
      readonly station: unknown;
      readonly log: (line: string) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<void>;
  readonly RunTelling: {
    readonly open: (
      plan: object,
      options: {
        readonly outbox: string;
        readonly version: string;
        readonly log: (line: string) => void;
      },
    ) => Promise<Telling>;
  };
}

/** What tells the verdicts of a run. */
export interface Telling {
  readonly tell: (record: InspectionRecord | FaultRecord) => Promise<void>;
  /** Waits so many seconds, longer while something is told; what each connector has not told then. */
  readonly close: (patience: number) => Promise<
    readonly {
      readonly name: string;
      readonly waiting: number;
      readonly dead: number;
      readonly fault: string | null;
    }[]
  >;
}

/** Connects a station until the signal ends it; fails if a connector cannot begin. */
type Connection = (station: unknown, signal: AbortSignal) => Promise<void>;

/**
 * Reads what a station is to be connected to, before it starts. A connector that cannot begin ends the station: a line
 * that counts on it must not run without it.
 *
 * @param file - The configuration.
 * @param log - Told what goes wrong.
 * @throws {@link UsageError} if the package of the connectors is not installed.
 */
export async function connectionOf(file: string, log: (line: string) => void): Promise<Connection> {
  const connect = await connectPackage('connect the station');
  const plan = await connect.readConfig(file, process.env);
  return async (station, signal) => connect.runConnectors(plan, { station, log, signal });
}

/**
 * Reads what the verdicts of a run are to be told to, before it begins.
 *
 * @param file - The configuration.
 * @returns What begins to tell, with what an earlier run left in an outbox.
 * @throws {@link UsageError} if the package of the connectors is not installed.
 */
export async function tellingBy(
  file: string,
): Promise<(outbox: string, log: (line: string) => void) => Promise<Telling>> {
  const { readConfig, RunTelling } = await connectPackage('tell verdicts');
  const plan = await readConfig(file, process.env);
  const version = packageVersion();
  return async (outbox, log) => RunTelling.open(plan, { outbox, version, log });
}

async function connectPackage(task: string): Promise<ConnectPackage> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package of the same version
  return (await optionalPackage(PACKAGE, task)) as ConnectPackage;
}

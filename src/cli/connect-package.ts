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
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package of the same version
  const connect = (await optionalPackage(PACKAGE, 'connect the station')) as ConnectPackage;
  const plan = await connect.readConfig(file, process.env);
  return async (station, signal) => connect.runConnectors(plan, { station, log, signal });
}

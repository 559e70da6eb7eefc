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

/** How connectors run with a station. */
interface Connection {
  /** Ends when the connectors or the caller do. */
  readonly signal: AbortSignal;
  /** Connects a station until then. */
  readonly run: (station: unknown) => Promise<void>;
  /** @throws {@link Error} of a connector, if one ended the station. */
  readonly assertSound: () => void;
}

/**
 * Reads what a station is to be connected to, before it starts. A connector that cannot begin ends the station: a line
 * that counts on it must not run without it.
 *
 * @param file - The configuration.
 * @throws {@link UsageError} if the package of the connectors is not installed.
 */
export async function connectionOf(
  file: string,
  { log, signal }: { readonly log: (line: string) => void; readonly signal: AbortSignal },
): Promise<Connection> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package of the same version
  const connect = (await optionalPackage(PACKAGE, 'connect the station')) as ConnectPackage;
  const plan = await connect.readConfig(file, process.env);
  const failure = new AbortController();
  const ending = AbortSignal.any([signal, failure.signal]);
  return {
    signal: ending,
    run: async (station) => {
      try {
        await connect.runConnectors(plan, { station, log, signal: ending });
      } catch (error) {
        failure.abort(error);
      }
    },
    assertSound: () => failure.signal.throwIfAborted(),
  };
}

import { optionalPackage } from './optional-package.ts';

/** Named at run time alone: the library does not depend on it. */
const PACKAGE = '@fewgood/station';

/** Somebody who may sign in. */
export interface Person {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly signedInAt: string | null;
}

/** The people of a station, from its own machine. */
export interface UserConsole {
  list(): Promise<readonly Person[]>;
  add(name: string, role: string): Promise<{ readonly link: { readonly token: string } }>;
  resetPassword(name: string): Promise<{ readonly token: string }>;
  setDisabled(name: string, disabled: boolean): Promise<Person>;
  close(): Promise<void>;
}

/** What was found when a station was compared with its audit chain. */
export interface AuditReport {
  readonly intact: boolean;
  readonly entries: number;
  readonly inspections: number;
  readonly files: number;
  readonly head: string;
  readonly problems: readonly { readonly subject: string; readonly problem: string }[];
}

/** How a station is run, whatever it is filled with. */
export interface CommonRun {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly insecureHttp: boolean;
  readonly queueLimit: number;
  readonly keep: {
    readonly days: number | undefined;
    readonly pictures: number | undefined;
    readonly freeBytes: number | undefined;
  };
  readonly onListening: (url: string) => void;
  readonly log: (line: string, level?: 'error') => void;
  readonly signal: AbortSignal;
}

/** Where a station takes pictures from by itself. */
export type StationSource =
  | { readonly kind: 'folder'; readonly part: string; readonly folder: string }
  | {
      readonly kind: 'camera';
      readonly part: string;
      readonly input: string;
      readonly every: number;
    };

/** As much of the package as is used here. */
interface StationPackage {
  readonly runStation: (
    run: CommonRun & {
      readonly data: string;
      readonly database: string | undefined;
      readonly login: boolean;
      readonly onFirstStart: (link: string) => void;
      readonly sources: readonly StationSource[];
      readonly onStart?: (station: unknown, signal: AbortSignal) => Promise<void>;
    },
  ) => Promise<void>;
  readonly runDemo: (
    run: CommonRun & {
      readonly data: string | undefined;
      readonly onProgress: (stage: string, done: number, total: number) => void;
      readonly onFilled: () => void;
    },
  ) => Promise<void>;
  readonly watchCamera: (
    camera: { readonly input: string; readonly every: number },
    watch: {
      readonly log: (line: string) => void;
      readonly onDropped: () => void;
      readonly signal: AbortSignal;
    },
  ) => AsyncIterable<Uint8Array>;
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

/**
 * Loads the package of the station.
 *
 * @param task - What it is for.
 * @throws {@link UsageError} if it is not installed.
 */
export async function stationPackage(task = 'run the station'): Promise<StationPackage> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package of the same version
  return (await optionalPackage(PACKAGE, task)) as StationPackage;
}

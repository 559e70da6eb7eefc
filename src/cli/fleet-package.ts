import type { FaultRecord, InspectionRecord } from '../inspection/inspection-record.ts';
import type { FewgoodError } from '../errors.ts';
import type { ModelInfo } from '../features/model-info.ts';
import type { EvaluationShare } from '../node/evaluation/evaluation-share.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { optionalPackage } from './optional-package.ts';

/** Named at run time alone: the library does not depend on it. */
const PACKAGE = '@fewgood/fleet';

/** Where a fleet is. */
export interface FleetPlace {
  readonly nats: string;
  readonly credentials: string | undefined;
  readonly database: string;
}

/** How the streams are made. */
interface CentreSettings {
  readonly replicas: number | undefined;
  readonly ackWait: number | undefined;
}

/** The servers of a fleet. */
export interface OpenFleet {
  readonly centre: { change(settings: CentreSettings): Promise<void> };
  readonly database: unknown;
  readonly rollouts: {
    list(): Promise<readonly FleetVersion[]>;
    history(part: string, limit: number): Promise<readonly FleetVersion[]>;
  };
  close(): Promise<void>;
}

/** A part version that judges, or did. */
export interface FleetVersion {
  readonly part: string;
  readonly sha256: string;
  readonly previous: string | null;
  readonly file: string;
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** Pictures of a request, by what became of them. */
export interface FleetCounts {
  readonly pass: number;
  readonly fail: number;
  readonly cannotJudge: number;
  readonly error: number;
  readonly waiting: number;
  readonly dead: number;
  readonly unsubmitted: number;
}

/** How far a request is. */
interface FleetRequest extends FleetCounts {
  readonly name: string;
  readonly part: string;
  readonly sha256: string;
  readonly at: string;
}

/** How a fleet is. */
export interface FleetStatus {
  readonly queue: {
    readonly jobs: number;
    readonly atWorkers: number;
    readonly pictureBytes: number;
  };
  readonly shares: { readonly jobs: number; readonly atWorkers: number };
  readonly workers: readonly {
    readonly name: string;
    readonly version: string;
    readonly judged: number;
    readonly since: string;
  }[];
  readonly requests: readonly FleetRequest[];
  readonly dead: readonly {
    readonly job: string;
    readonly request: string;
    readonly fault: string;
    readonly deliveries: number;
    readonly worker: string;
    readonly at: string;
  }[];
  readonly parts: readonly FleetVersion[];
}

/** What a submission came to. */
export interface SubmissionSummary {
  readonly request: { readonly sha256: string };
  readonly accepted: number;
  readonly before: number;
  readonly refused: readonly { readonly name: string; readonly error: FewgoodError }[];
}

/** What became of a picture of a request. */
export type ItemResult =
  | { readonly name: string; readonly record: InspectionRecord | FaultRecord }
  | { readonly name: string; readonly dead: string };

/** As much of the package as is used here. */
interface FleetPackage {
  readonly Fleet: {
    readonly open: (
      place: FleetPlace,
      role: string,
      settings?: CentreSettings,
    ) => Promise<OpenFleet>;
  };
  readonly runWorker: (
    run: FleetPlace & {
      readonly cache: string;
      readonly name: string | undefined;
      readonly threads: number | undefined;
      readonly deliveries: number;
      readonly memoryLimit: number;
      readonly onReady: (name: string) => void;
      readonly log: (line: string) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<number>;
  readonly submit: (
    fleet: OpenFleet,
    submission: {
      readonly part: string;
      readonly request: string;
      readonly pictures: readonly PictureInput[];
      readonly signal: AbortSignal;
      readonly onProgress: (done: number) => void;
    },
  ) => Promise<SubmissionSummary>;
  readonly verdictsOf: (
    fleet: OpenFleet,
    wait: {
      readonly request: string;
      readonly signal: AbortSignal;
      readonly onProgress: (done: number, total: number) => void;
    },
  ) => AsyncIterable<ItemResult>;
  readonly fleetStatus: (fleet: OpenFleet, request: string | undefined) => Promise<FleetStatus>;
  readonly rollOut: (
    fleet: OpenFleet,
    rollout: {
      readonly part: string;
      readonly path: string;
      readonly bytes: Uint8Array;
      readonly reason: string;
    },
  ) => Promise<FleetVersion>;
  readonly rollBack: (
    fleet: OpenFleet,
    wanted: { readonly part: string; readonly to: string | undefined; readonly reason: string },
  ) => Promise<FleetVersion>;
  readonly spread: (
    fleet: OpenFleet,
    about: {
      readonly request: string;
      readonly shares: readonly EvaluationShare[];
      readonly models: readonly { readonly info: ModelInfo; readonly bytes: Uint8Array }[];
      readonly onCell: (text: string) => Promise<void>;
      readonly log: (line: string) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<void>;
  readonly verifyFleet: (
    database: unknown,
    head: string | undefined,
  ) => Promise<{
    readonly intact: boolean;
    readonly entries: number;
    readonly verdicts: number;
    readonly head: string;
    readonly problems: readonly string[];
  }>;
}

/**
 * Loads the package of the fleet.
 *
 * @throws {@link UsageError} if it is not installed.
 */
export async function fleetPackage(): Promise<FleetPackage> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package of the same version
  return (await optionalPackage(PACKAGE, 'work as a fleet')) as FleetPackage;
}

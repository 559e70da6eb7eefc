import type {
  BrowserStorage,
  EngineFacts,
  InspectionClient,
  WorkerStart,
} from '../../src/browser/index.ts';
import type { PartSettings } from '../../src/inspection/settings.ts';
import type { Timings, Verdict } from '../../src/inspection/inspection.ts';

/** What a picture came to, on either side. */
export interface Judged {
  readonly verdict: Verdict;
  readonly score: number;
  readonly ratio: number | null;
  /** Codes of what stands against judging it by its score. */
  readonly reasons: readonly string[];
  /** SHA-256 of the pixels as they were decoded, hexadecimal. */
  readonly pixels: string;
}

/** The same in a page, with milliseconds. */
export interface JudgedInPage extends Judged {
  /** Of reading the picture. */
  readonly decode: number;
  /** From asking the worker to its answer. */
  readonly milliseconds: number;
  readonly timings: Timings;
}

/** What an error says, as it leaves a page. */
export interface FaultInPage {
  readonly name: string;
  readonly message: string;
  /** Of the library's errors alone. */
  readonly code: string | undefined;
  readonly remedy: string | undefined;
}

/** What the page of `harness.ts` does; paths are those of its server. */
export interface Harness {
  start(
    options: Omit<WorkerStart, 'engine' | 'model'> & { readonly model: string },
  ): Promise<EngineFacts>;
  /** Learns a part and puts its file to a path. */
  enrol(
    paths: readonly string[],
    to: string,
    settings: Partial<PartSettings>,
  ): Promise<{ readonly milliseconds: number }>;
  open(path: string): Promise<void>;
  judge(paths: readonly string[]): Promise<readonly JudgedInPage[]>;
  /** Decodes a picture in the page, and puts its pixels to a path. */
  decode(path: string, to?: string): Promise<{ readonly width: number; readonly height: number }>;
  /** How something fails; undefined if it does not. */
  faultOf(work: Promise<unknown>): Promise<FaultInPage | undefined>;
  readonly storage: typeof BrowserStorage;
  /** What the others ask. */
  readonly client: InspectionClient;
}

declare global {
  /** Of the page; functions that a browser is given find it there. */
  // oxlint-disable-next-line no-var
  var fewgoodPage: Harness;
}

import type { DatasetInfo } from '../../datasets/dataset.ts';
import type { PartSettings } from '../../inspection/settings.ts';
import type { BackboneInfo, Percentiles, Provenance } from '../results/evaluation-result.ts';

/** What `fewgood bench-inference` measured: plain data, written as one JSON file. */
export interface BenchResult {
  readonly provenance: Provenance;
  readonly dataset: DatasetInfo;
  readonly backbone: BackboneInfo;
  /** Side S of the square that the backbone sees, pixels. */
  readonly size: number;
  /** Settings that differ from a part's own. */
  readonly settings: Partial<PartSettings>;
  /** Times that each picture was inspected. */
  readonly repeats: number;
  /** Names of the meters of energy; empty where the machine has none. */
  readonly meters: readonly string[];
  readonly timings: readonly CategoryTiming[];
}

/** Times and energy of one category and K. */
export interface CategoryTiming {
  readonly category: string;
  readonly shots: number;
  /** Test pictures. */
  readonly pictures: number;
  /** Learning the part from decoded pictures, seconds. */
  readonly bankSeconds: number;
  /** Inspecting every test picture once, decoding included, seconds. */
  readonly categorySeconds: number;
  /** Milliseconds a picture by stage, and `total` from file to verdict; after a warm-up. */
  readonly stages: Readonly<Record<string, Percentiles>>;
  /** Of learning the part. */
  readonly bankEnergy: readonly EnergyReading[];
  /** Of inspecting every test picture once. */
  readonly categoryEnergy: readonly EnergyReading[];
}

/** What a meter showed. */
export interface EnergyReading {
  readonly meter: string;
  readonly joules: number;
}

/** Changes whenever older readers would misread a file. */
export const BENCH_FORMAT = 'fewgood-bench/1';

/** Writes a bench as JSON. */
export function encodeBench(result: BenchResult): string {
  return `${JSON.stringify({ format: BENCH_FORMAT, ...result }, null, 2)}\n`;
}

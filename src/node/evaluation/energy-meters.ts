/**
 * Meters of energy that a machine may offer: Intel's and AMD's RAPL counters, and NVIDIA's power
 * readings. Where there is none there is none; nothing here estimates.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EnergyMeter } from '../../evaluation/bench/inference-bench.ts';

/** Where meters are looked for. */
export interface MeterSources {
  /** Folder of the kernel's power capping. */
  readonly powercap: string;
  /** NVIDIA's tool. */
  readonly nvidiaSmi: string;
}

const SOURCES: MeterSources = { powercap: '/sys/class/powercap', nvidiaSmi: 'nvidia-smi' };
/** Top-level domains alone: those within, such as core and dram, are part of them. */
const DOMAIN = /^intel-rapl:\d+$/;
const MICRO = 1e-6;
/** Between two readings of a GPU's power, milliseconds. */
const GPU_INTERVAL = 200;

/** Every meter that can be read now. */
export async function findEnergyMeters(sources: MeterSources = SOURCES): Promise<EnergyMeter[]> {
  return [...(await raplMeters(sources.powercap)), ...(await gpuMeters(sources.nvidiaSmi))];
}

async function raplMeters(folder: string): Promise<EnergyMeter[]> {
  const names = await readdir(folder).catch(() => []);
  const domains = names.filter((name) => DOMAIN.test(name)).toSorted();
  const meters = await Promise.all(domains.map((name) => raplMeter(join(folder, name))));
  return meters.filter((meter) => meter !== undefined);
}

/** Undefined where the counter cannot be read, which often only root may. */
async function raplMeter(domain: string): Promise<EnergyMeter | undefined> {
  const read = async (file: string): Promise<string> => readFile(join(domain, file), 'utf8');
  try {
    const name = await read('name');
    const range = Number(await read('max_energy_range_uj'));
    const counter = async (): Promise<number> => Number(await read('energy_uj'));
    await counter();
    return {
      name: `${name.trim()} (RAPL)`,
      start: async () => {
        const before = await counter();
        return {
          stop: async () => {
            const used = (await counter()) - before;
            return (used < 0 ? used + range : used) * MICRO; // the counter starts again at its range
          },
        };
      },
    };
  } catch {
    return undefined;
  }
}

async function gpuMeters(tool: string): Promise<EnergyMeter[]> {
  try {
    const query = ['--query-gpu=index,name,power.draw', '--format=csv,noheader,nounits'];
    const { stdout } = await promisify(execFile)(tool, query);
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.split(',').map((value) => value.trim()))
      .flatMap(([index, name, power]) => {
        if (index === undefined || name === undefined || !(Number(power) >= 0)) return [];
        return [gpuMeter(tool, index, `GPU ${index}, ${name}, not used by fewgood (nvidia-smi)`)];
      });
  } catch {
    return [];
  }
}

function gpuMeter(tool: string, index: string, name: string): EnergyMeter {
  return {
    name,
    start: async () => {
      const process = spawn(tool, [
        `--id=${index}`,
        '--query-gpu=power.draw',
        '--format=csv,noheader,nounits',
        `--loop-ms=${GPU_INTERVAL}`,
      ]);
      const integral = new PowerIntegral();
      process.stdout.setEncoding('utf8').on('data', (text: string) => integral.read(text));
      return { stop: () => stopAt(process, integral) };
    },
  };
}

async function stopAt(process: ChildProcess, integral: PowerIntegral): Promise<number> {
  const closed = once(process, 'close');
  process.kill();
  await closed;
  return integral.finish();
}

/** Sums power over time: each reading holds until the next. */
class PowerIntegral {
  readonly #start = performance.now();
  #last: { readonly time: number; readonly watts: number } | undefined;
  #joules = 0;

  /** Takes what the tool printed: a number a line. */
  read(text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '' || !Number.isFinite(Number(line))) continue;
      // What was drawn before the first reading is taken to be as much as it says.
      this.#advance(Number(line));
    }
  }

  /** Joules until now. */
  finish(): number {
    this.#advance(this.#last?.watts ?? 0);
    return this.#joules;
  }

  #advance(watts: number): void {
    const time = performance.now();
    const before = this.#last ?? { time: this.#start, watts };
    this.#joules += (before.watts * (time - before.time)) / 1000;
    this.#last = { time, watts };
  }
}

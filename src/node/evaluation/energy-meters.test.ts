import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findEnergyMeters } from './energy-meters.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-meters-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A counter as the kernel shows it. */
async function writeDomain(name: string, energy: number, range = 1_000_000): Promise<void> {
  const domain = join(folder, name);
  await mkdir(domain, { recursive: true });
  await writeFile(join(domain, 'name'), 'package-0\n');
  await writeFile(join(domain, 'max_energy_range_uj'), `${range}\n`);
  await writeFile(join(domain, 'energy_uj'), `${energy}\n`);
}

const noGpu = (): string => join(folder, 'no-such-tool');

describe('findEnergyMeters()', () => {
  it('finds none where there is none', async () => {
    const sources = { powercap: join(folder, 'none'), nvidiaSmi: noGpu() };
    expect(await findEnergyMeters(sources)).toEqual([]);
  });

  it('reads packages, and not the domains within them', async () => {
    await writeDomain('intel-rapl:0', 250_000);
    await writeDomain('intel-rapl:0:0', 1);
    const [meter, ...others] = await findEnergyMeters({ powercap: folder, nvidiaSmi: noGpu() });
    expect(others).toEqual([]);
    expect(meter?.name).toBe('package-0 (RAPL)');
    const measurement = await meter?.start();
    await writeDomain('intel-rapl:0', 750_000);
    expect(await measurement?.stop()).toBeCloseTo(0.5);
  });

  it('goes on when the counter starts again', async () => {
    await writeDomain('intel-rapl:0', 900_000);
    const [meter] = await findEnergyMeters({ powercap: folder, nvidiaSmi: noGpu() });
    const measurement = await meter?.start();
    await writeDomain('intel-rapl:0', 100_000);
    expect(await measurement?.stop()).toBeCloseTo(0.2);
  });

  it('passes over a counter that cannot be read', async () => {
    await writeDomain('intel-rapl:0', 1);
    await rm(join(folder, 'intel-rapl:0/energy_uj'));
    expect(await findEnergyMeters({ powercap: folder, nvidiaSmi: noGpu() })).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'sums the power that nvidia-smi tells (stood in for by a POSIX script)',
    async () => {
      const tool = join(folder, 'nvidia-smi');
      const script = `#!/bin/sh
case "$*" in
  *--loop-ms*) while true; do echo 100.0; sleep 0.02; done ;;
  *) echo '0, H200, 100.0'; echo '1, T400, [N/A]' ;;
esac
`;
      await writeFile(tool, script);
      await chmod(tool, 0o755);
      const [meter, ...others] = await findEnergyMeters({
        powercap: join(folder, 'none'),
        nvidiaSmi: tool,
      });
      expect(others).toEqual([]); // a card that tells no power is no meter
      expect(meter?.name).toContain('GPU 0, H200');
      const measurement = await meter?.start();
      const start = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const joules = await measurement?.stop();
      const seconds = (performance.now() - start) / 1000;
      expect(joules).toBeGreaterThan(0.28 * 100);
      expect(joules).toBeLessThan((seconds + 0.05) * 100);
    },
  );
});

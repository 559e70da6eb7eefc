import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { RESAMPLE_MODULE } from '../../src/image/resample-module.ts';
import { resampleModule } from '../../tools/wasm/resample-module.ts';

describe('src/image/resample-module.ts', () => {
  it('is what `npx tsx tools/wasm.ts` makes of resample.wat', async () => {
    const [path, content] = await resampleModule();
    expect(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(content);
  });

  it('is small enough that a page compiles it at once', () => {
    // Browsers refuse more than 4 KiB on their main thread.
    expect(RESAMPLE_MODULE.length).toBeLessThan(4096);
  });
});

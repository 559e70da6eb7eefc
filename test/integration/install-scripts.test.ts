import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});
const manifestSchema = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));
}

// One of them, of onnxruntime-node, would fetch CUDA libraries from another host and fail without it.
describe('npm ci', () => {
  it('runs no install script of a dependency: older npm goes by the flag in package-lock.json', async () => {
    const { packages } = lockSchema.parse(await json('package-lock.json'));
    const paths = Object.keys(packages).filter((path) => path !== '');
    expect(paths).toContain('node_modules/onnxruntime-node');
    // npm install adds the flag again; take it out.
    expect(paths.filter((path) => packages[path]?.hasInstallScript)).toEqual([]);
  });

  it('runs none: npm 11 goes by allowScripts in package.json', async () => {
    const { allowScripts } = manifestSchema.parse(await json('package.json'));
    expect(allowScripts).toEqual({ esbuild: false, 'onnxruntime-node': false, protobufjs: false });
  });
});

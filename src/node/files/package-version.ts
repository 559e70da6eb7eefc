import { readFileSync } from 'node:fs';

/** Version of this package; `unknown` where its manifest is not beside it. */
export function packageVersion(): string {
  // Three above dist/node/files/ and src/node/files/.
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}

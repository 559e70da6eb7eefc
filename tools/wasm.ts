/**
 * Writes the module of src/ that is made of WebAssembly text. A test tells when it is behind.
 *
 * Run: npx tsx tools/wasm.ts
 */
import { writeFile } from 'node:fs/promises';
import { resampleModule } from './wasm/resample-module.ts';

const [path, content] = await resampleModule();
await writeFile(path, content);
console.log(path);

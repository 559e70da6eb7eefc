/**
 * Runs before the install scripts of this package's dependencies (npm runs every `preinstall` of a
 * tree first). onnxruntime-node carries its CPU libraries, all that fewgood uses, but its own
 * install script on Linux x64 fetches some 200 MB of CUDA libraries from another host and fails the
 * whole installation behind a firewall. It fetches nothing when those files exist, so empty ones
 * are put there. Who wants CUDA sets ONNXRUNTIME_NODE_INSTALL=cuda12, and then nothing is done here.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const asked =
  process.env['ONNXRUNTIME_NODE_INSTALL'] ?? process.env['npm_config_onnxruntime_node_install'];
if (asked === undefined && process.platform === 'linux' && process.arch === 'x64') {
  try {
    const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
    const libraries = join(dirname(manifest), 'bin', 'napi-v6', 'linux', 'x64');
    for (const provider of ['cuda', 'shared', 'tensorrt']) {
      const file = join(libraries, `libonnxruntime_providers_${provider}.so`);
      if (!existsSync(file)) writeFileSync(file, '');
    }
  } catch {
    // Not unpacked yet (another package manager's order): its own script then decides.
  }
}

import { UsageError } from '../errors.ts';
import { presetModel, presetNames } from '../inspection/presets.ts';
import { readFileBytes } from '../node/files/files.ts';
import { findModel } from '../node/runtime/model-lookup.ts';
import { readTabFiles, type TabModel } from '../node/web/tab-files.ts';
import { writeTabFolder } from '../node/web/tab-folder.ts';
import { serveTab, type TabServerOptions } from '../node/web/tab-server.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import type { webOptions } from './web-options.ts';

/** Addresses that only this machine reaches. */
const OWN = /^(?:127\.|::1$|localhost$)/;

/**
 * `fewgood web`: serves the page of the browser tab until it is stopped, or writes it into a folder.
 *
 * @throws {@link UsageError} if there are words beside the options, or a certificate without its key.
 */
export async function runWeb({
  options: { port, host, cert, key, out, model },
  args: [word],
  terminal,
}: Invocation<typeof webOptions>): Promise<ExitCode> {
  if (word !== undefined) {
    throw new UsageError(`Cannot use "${word}": expected options alone`, 'Leave it out.');
  }
  const tls = await readCertificate(cert, key);
  const files = await readTabFiles(await modelsOf(model));
  if (out !== undefined) {
    await writeTabFolder(files, out);
    terminal.out(`The page lies in ${out}: ${files.size} files for any host of files`);
    return ExitCode.ok;
  }
  const server = await serveTab(files, { host, port, tls });
  terminal.out(`The page is at ${server.url}`);
  if (tls === undefined && !OWN.test(host)) {
    terminal.log(
      'Browsers give camera, threads and offline pages to this machine, or over HTTPS alone: pass --cert and --key.',
    );
  }
  await stopped(terminal);
  await server.close();
  return ExitCode.ok;
}

/** The model that the page learns with, and those of presets. */
async function modelsOf(name: string | undefined): Promise<readonly TabModel[]> {
  const models: TabModel[] = [{ id: 'usual', ...(await findModel(name)) }];
  for (const id of new Set(presetNames.map(presetModel))) {
    if (id !== undefined) models.push({ id, ...(await findModel(id)) });
  }
  return models;
}

async function readCertificate(
  cert: string | undefined,
  key: string | undefined,
): Promise<TabServerOptions['tls']> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) {
    return { cert: await readFileBytes(cert), key: await readFileBytes(key) };
  }
  throw new UsageError(
    'Cannot serve by HTTPS: a certificate or its key is not named',
    'Pass --cert and --key.',
  );
}

async function stopped({ signal }: Terminal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

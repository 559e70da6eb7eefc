import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ConnectedSample, quickly } from '../../../../test/helpers/connected-sample.ts';
import { verdictMessageSchema } from '../message.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let line: ConnectedSample;
let folder = '';
beforeAll(async () => {
  line = await ConnectedSample.create();
  folder = join(line.sample.folder, 'verdicts');
});
afterAll(async () => line.remove());

/** Of whole files; one that is written while its folder goes away stays unfinished. */
const names = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();

it('puts whole files whose names sort as verdicts came, also of a time when the folder was away', async () => {
  await line.connect([{ kind: 'folder', name: 'drop', folder, ...quickly }]);
  await expect.poll(async () => names().catch(() => undefined)).toEqual([]);
  const [first] = await line.judge('good-1');
  await expect.poll(names, { timeout: 60_000 }).toHaveLength(1);
  const away = `${folder}-away`;
  await rename(folder, away);
  await writeFile(folder, 'no folder');
  const rest = await line.judge('bad-1', 'good-2');
  await expect.poll(() => line.log.join('\n'), { timeout: 60_000 }).toContain('drop: Cannot tell');
  await rm(folder);
  await rename(away, folder);
  await expect.poll(names, { timeout: 60_000 }).toHaveLength(3);
  const files = await Promise.all(
    (await names()).map(async (name) => readFile(join(folder, name), 'utf8')),
  );
  const messages = files.map((text) => verdictMessageSchema.parse(JSON.parse(text)));
  expect(messages.map(({ key }) => key)).toEqual([first, ...rest]);
});

it('ends the connection where it cannot be made', async () => {
  await line.disconnect();
  const file = join(line.sample.folder, 'file');
  await writeFile(file, '');
  await line.connect([{ kind: 'folder', name: 'drop', folder: join(file, 'below') }]);
  await expect(line.disconnect()).rejects.toThrow('expected a folder that can be written');
  await line.connect([{ kind: 'folder', name: 'drop', folder }]);
});

import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { content, sha256, usePuller } from '../../../test/helpers/puller.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { DownloadError } from '../../errors.ts';

describeOnRuntimes('pullModel() of wrong weights', (runtime) => {
  const puller = usePuller(runtime);
  const { left, published, pull } = puller;

  it('keeps nothing of a file with another hash', async () => {
    const wrong = { url: puller.server.url(), sha256: '0'.repeat(64) };
    const error: unknown = await pull({ model: published({ files: [wrong] }) }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DownloadError);
    expect(String(error)).toContain(`its SHA-256 is ${sha256}: expected ${'0'.repeat(64)}`);
    expect(puller.server.seen).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it('compares with what the request states, before the record', async () => {
    const { weights } = await pull({ sha256: sha256.toUpperCase() });
    expect(weights.check).toBe('request');
    await expect(pull({ sha256: '1'.repeat(64) })).rejects.toThrow(`expected ${'1'.repeat(64)}`);
  });

  it('compares with what the home tells where nothing is on record', async () => {
    const files = [{ url: puller.server.url('/home') }];
    puller.server.behaviour.redirects = { '/home': '/weights.npz' };
    puller.server.behaviour.redirectHeaders = { 'x-linked-etag': `"${sha256}"` };
    const { weights } = await pull({ model: published({ files }) });
    expect(weights.check).toBe('server');
    puller.server.behaviour.redirectHeaders = { 'x-linked-etag': `"${'2'.repeat(64)}"` };
    await expect(pull({ model: published({ files }) })).rejects.toThrow('2'.repeat(64));
  });

  it('says that it could compare with nothing', async () => {
    const { weights } = await pull({ model: published({ files: [{ url: puller.server.url() }] }) });
    expect(weights.check).toBe('none');
  });

  it('stops at another size before it fetches', async () => {
    const files = [{ url: puller.server.url(), sha256, bytes: 5 }];
    await expect(pull({ model: published({ files }) })).rejects.toThrow(
      `it has ${content.length} bytes: expected 5`,
    );
    puller.server.behaviour.tellsSize = false;
    await expect(pull({ model: published({ files }) })).rejects.toThrow('it has over 5 bytes');
    expect(await left()).toEqual([]);
  });
});

describeOnRuntimes('pullModel() of several homes', (runtime) => {
  const puller = usePuller(runtime);
  const { published, pull } = puller;

  it('asks the next where one has no such file, or is away', async () => {
    puller.server.behaviour.refusals = [{ status: 404 }];
    const files = [
      { url: puller.server.url('/gone') },
      { sha256: '3'.repeat(64) },
      { url: 'http://127.0.0.1:1/away' },
      { url: puller.server.url(), sha256 },
    ];
    const { weights } = await pull({ model: published({ files }) });
    expect(weights.source).toBe(puller.server.url());
    expect(puller.log.filter((line) => line.includes('; trying http'))).toEqual([
      expect.stringContaining('/gone: the server has no such file (HTTP 404)'),
      expect.stringContaining('it refuses connections, 4 times in a row'),
    ]);
  });

  it('fails as the last one does', async () => {
    puller.server.behaviour.refusals = [{ status: 404 }, { status: 410 }];
    const files = [{ url: puller.server.url('/a') }, { url: puller.server.url('/b') }];
    await expect(pull({ model: published({ files }) })).rejects.toThrow('/b: the server has no');
  });

  it('follows redirects, but not for ever and not anywhere', async () => {
    puller.server.behaviour.redirects = {
      '/a': '/b',
      '/b': 'weights.npz',
      '/c': '/c',
      '/d': 'ftp://x/y',
    };
    const at = (name: string) => published({ files: [{ url: puller.server.url(name), sha256 }] });
    const { weights } = await pull({ model: at('/a') });
    expect(weights.source).toBe(puller.server.url('/a'));
    await expect(pull({ model: at('/c') })).rejects.toThrow('it leads on more than 10 times');
    await expect(pull({ model: at('/d') })).rejects.toThrow('ftp://x/y is no address');
  });
});

describeOnRuntimes('pullModel() from elsewhere', (runtime) => {
  const puller = usePuller(runtime);
  const { left, path, published, pull } = puller;

  it('takes a mirror with a file on record', async () => {
    const files = [{ url: 'http://127.0.0.1:1/away', sha256 }];
    const from = puller.server.url('/mirror?secret=1');
    const { weights } = await pull({ from, model: published({ files }) });
    expect(weights).toMatchObject({ source: puller.server.url('/mirror'), check: 'record' });
  });

  it('takes a file, by path or address, and leaves it', async () => {
    const file = path('weights.npz');
    await writeFile(file, content);
    for (const from of [file, `file://${file}`]) {
      const { weights } = await pull({ from });
      expect(weights).toMatchObject({ source: file, check: 'record', size: content.length });
    }
    const unknown = published({ files: [{}] });
    for (const from of [file, puller.server.url()]) {
      await expect(pull({ from, model: unknown })).rejects.toThrow('no SHA-256 of');
    }
    const { weights } = await pull({ from: file, model: unknown, sha256 });
    expect(weights.check).toBe('request');
    await expect(pull({ from: 'ftp://x/y' })).rejects.toThrow('it is no such address');
    const files = [{ sha256: '4'.repeat(64) }, { sha256: '5'.repeat(64) }];
    await expect(pull({ from: file, model: published({ files }) })).rejects.toThrow(
      `Cannot use ${file}: its SHA-256 is ${sha256}: expected ${'4'.repeat(64)} or ${'5'.repeat(64)}`,
    );
    expect(puller.server.seen).toEqual([]);
    expect(await left()).toEqual(['small.onnx']);
  });
});

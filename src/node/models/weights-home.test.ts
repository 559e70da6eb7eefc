import { afterEach, describe, expect, it, vi } from 'vitest';
import { content, half, once, sha256, usePuller } from '../../../test/helpers/puller.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { serveWeights } from '../../../test/helpers/weights-server.ts';
import { DownloadError } from '../../errors.ts';
import type { PullRequest } from './pull-model.ts';
import { addressOf, authorization, hubEnvironment } from './weights-home.ts';

const FILE = 'https://huggingface.co/a/b/resolve/c/model.safetensors';

describe('addressOf()', () => {
  it.each([
    [FILE, undefined, FILE],
    [FILE, '', FILE],
    [FILE, 'https://mirror.example/', 'https://mirror.example/a/b/resolve/c/model.safetensors'],
    [
      'https://huggingface.co.evil.example/x',
      'https://m.example',
      'https://huggingface.co.evil.example/x',
    ],
    ['https://other.example/x', 'https://m.example', 'https://other.example/x'],
  ])('of %s with HF_ENDPOINT %s', (url, endpoint, address) => {
    expect(addressOf(url, { endpoint })).toBe(address);
  });
});

describe('authorization()', () => {
  const token = 'secret';
  const bearer = { authorization: 'Bearer secret' };

  it('is for Hugging Face', () => {
    expect(authorization(FILE, { token })).toEqual(bearer);
    expect(authorization(FILE, {})).toEqual({});
    expect(authorization(FILE, { token: '' })).toEqual({});
  });

  it.each(['https://other.example/x', 'https://huggingface.co.evil.example/x', 'no address'])(
    'is not for %s',
    (address) => expect(authorization(address, { token })).toEqual({}),
  );

  it('is for what stands in for it, unless others can read it on the way', () => {
    const endpoint = 'https://mirror.example';
    expect(authorization(`${endpoint}/a`, { token, endpoint })).toEqual(bearer);
    expect(authorization(FILE, { token, endpoint })).toEqual({});
    const open = 'http://mirror.example';
    expect(authorization(`${open}/a`, { token, endpoint: open })).toEqual({});
    const own = 'http://localhost:8080';
    expect(authorization(`${own}/a`, { token, endpoint: own })).toEqual(bearer);
  });
});

describe('hubEnvironment()', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('reads HF_TOKEN and HF_ENDPOINT', () => {
    vi.stubEnv('HF_TOKEN', 'a');
    vi.stubEnv('HF_ENDPOINT', 'https://b.example');
    expect(hubEnvironment()).toEqual({ token: 'a', endpoint: 'https://b.example' });
  });
});

describeOnRuntimes('pullModel() where access is refused', (runtime) => {
  const puller = usePuller(runtime);
  const { left, path, published, pull } = puller;
  const accessUrl = 'https://example.org/ask';
  const gated = (): PullRequest => ({
    model: published({ accessUrl }),
    out: path('models/small.onnx'),
  });

  it.each([
    [401, undefined, /HF_TOKEN is not set.*expected a token/, /ask.*make a token.*set HF_TOKEN/],
    [401, 'old', /the token in HF_TOKEN is not valid/, /Make a new token/],
    [403, 'mine', /the account of HF_TOKEN has no access/, /Ask for access at .*ask/],
  ])('says what to do: HTTP %i with the token %s', async (status, token, message, remedy) => {
    puller.server.behaviour.refusals = [{ status }];
    const error = await pull(gated(), { hub: { token } }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DownloadError);
    expect(error).toMatchObject({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
    expect(puller.server.seen).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it('keeps what is there until access is granted again', async () => {
    puller.server.behaviour.cuts = [half];
    await expect(pull(gated(), once)).rejects.toThrow('cut');
    puller.server.behaviour.refusals = [{ status: 403 }];
    await expect(pull(gated(), once)).rejects.toThrow('HTTP 403');
    await pull(gated(), once);
    expect(puller.server.seen[2]?.headers.range).toBe(`bytes=${half}-`);
  });

  it('says that it should be open to all where nobody has to ask', async () => {
    puller.server.behaviour.refusals = [{ status: 403 }];
    await expect(pull()).rejects.toThrow('expected a file that all may read');
  });

  it('sends the token to Hugging Face, and to nobody it leads on to', async () => {
    const other = await serveWeights(content);
    const endpoint = puller.server.url('');
    const files = [{ url: 'https://huggingface.co/a/b/resolve/c/model.npz', sha256 }];
    puller.server.behaviour.redirects = { '/a/b/resolve/c/model.npz': other.url('/elsewhere') };
    await pull({ model: published({ files }) }, { hub: { token: 'mine', endpoint } });
    await other.close();
    expect(puller.server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer mine']);
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('sends the token to no other home', async () => {
    await pull({}, { hub: { token: 'mine' } });
    expect(puller.server.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

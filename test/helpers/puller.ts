/** Pulls small weights from a server on this machine, each test with a fresh one and an empty folder. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { PublishedModel } from '../../src/features/published-models.ts';
import {
  type PulledModel,
  pullModel,
  type PullPorts,
  type PullRequest,
} from '../../src/node/models/pull-model.ts';
import type { Runtime } from '../../src/runtime.ts';
import { smallWeights } from './small-part.ts';
import { serveWeights, sha256Of, type WeightsServer } from './weights-server.ts';

/** Weights of a ResNet-18 of width 8: 200 kB. */
export const content: Uint8Array = new Uint8Array(readFileSync(smallWeights));

/** Their hash. */
export const sha256: string = sha256Of(content);

/** Where tests cut them. */
export const half: number = content.length >> 1;

/** Fails at the first fault of the line. */
export const once = { retry: { attempts: 1, firstWait: 1 } } as const;

/** What a test pulls with. */
export interface Puller {
  /** The server, of this test alone. */
  readonly server: WeightsServer;
  /** What was told to a person. */
  readonly log: readonly string[];
  /** A path in the folder of the test. */
  readonly path: (name: string) => string;
  /** A path in the folder of the download. */
  readonly begun: (name: string) => string;
  /** Everything in the folder of models, folders within too. */
  readonly left: () => Promise<string[]>;
  /** A model of the weights at the server. */
  readonly published: (changes?: Partial<PublishedModel>) => PublishedModel;
  readonly pull: (
    request?: Partial<PullRequest>,
    ports?: Partial<PullPorts>,
  ) => Promise<PulledModel>;
}

/** Begins a server and a folder before each test, and takes them away after it. */
export function usePuller(runtime: Runtime): Puller {
  let folder = '';
  let server: WeightsServer;
  let log: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fewgood-pull-'));
    server = await serveWeights(content);
    log = [];
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const path = (name: string): string => join(folder, name);
  const published = (changes: Partial<PublishedModel> = {}): PublishedModel => ({
    name: 'small',
    title: 'Small',
    architecture: 'resnet18',
    licence: 'CC0-1.0',
    licenceUrl: 'https://example.org/licence',
    provenance: 'random',
    files: [{ url: server.url(), sha256, bytes: content.length }],
    ...changes,
  });
  return {
    get server() {
      return server;
    },
    get log() {
      return log;
    },
    path,
    begun: (name) => path(`models/.small.onnx.download/${name}`),
    left: async () => (await readdir(path('models'), { recursive: true })).toSorted(),
    published,
    pull: (request = {}, { onProgress, ...ports } = {}) =>
      pullModel(
        { model: published(), out: path('models/small.onnx'), ...request },
        {
          runtime,
          hub: {},
          signal: new AbortController().signal,
          log: (line) => void log.push(line),
          retry: { attempts: 4, firstWait: 1 },
          ...ports,
          onProgress: (done, total) => {
            server.behaviour.received = done;
            onProgress?.(done, total);
          },
        },
      ),
  };
}

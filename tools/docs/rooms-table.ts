import { plainTable } from './plain-table.ts';

/** The rooms of `src/` and what each may import: `tools/layers.json`, bottom-up. */
export type Layers = Readonly<Record<string, readonly string[]>>;

/** What each room holds. */
const HOLDS: Readonly<Record<string, string>> = {
  tensor: 'typed-array matrices, half precision, small linear algebra',
  graph: 'ONNX graphs: builder, operators with shape inference and gradients, reading and writing',
  image: "RgbImage, Pillow's resize, the model's square, augmentations, colour map, components",
  'picture-file': 'what picture files say: kinds, segments, chunks, samples; BMP and PNM',
  objects: 'several objects in a picture: ground, foreground, touching ones, a grid; cut out each',
  metrics: 'AUROC, AUPRO, average precision, F1-max',
  page: 'what every HTML page is made of: frame, style, number formats, charts, pictures',
  datasets: 'layouts of data sets: paths in, samples out; support sets',
  synthetic: 'the renderer of parts with known defects',
  weights: 'weights in files: npz, safetensors, state dicts',
  nn: 'architectures on graph/, written once for training and inference',
  features: 'model files with their metadata, backbone, patch features',
  'memory-bank': 'coreset, nearest neighbours, Gaussians, subspaces',
  scoring: 'image score, anomaly map',
  calibration: 'thresholds from normal scores and what they guarantee',
  inspection: 'part and its file, enrolment, inspector, verdict; the run: source, inspector, sinks',
  report: 'the HTML report, overlays and lines of an inspection, as strings and pixels',
  training: 'sources, pairs of pictures, settings, the run with its ports, checkpoints',
  evaluation: 'methods behind one interface, protocol, results, tables, figures',
  browser: 'ONNX Runtime in a browser, decoding, storage, the worker of a page',
  'node/files': 'reading, atomic writing, locks, names',
  'node/image': 'decoding and encoding of pictures',
  'node/threads': 'threads that answer requests',
  'node/runtime': 'ONNX Runtime for Node, its telemetry off; finding a model',
  'node/models': 'pulling published weights: downloads, hashes, conversion',
  'node/datasets': 'data sets in folders',
  'node/inspection': 'pictures from files and from a watched folder; part files',
  'node/training': 'a training in its folder, with its threads',
  'node/evaluation': 'an evaluation in its folder, with its threads; energy meters, provenance',
  'node/web': 'the page of the browser tab: its files, its server',
  cli: 'two files a command: what it takes, and what it does, loaded when asked for',
};

/** The first room of a platform. */
const PLATFORM = 'browser';

/**
 * The table of rooms of ARCHITECTURE.md, bottom-up.
 *
 * @throws {@link Error} if a room has no description, or a description no room.
 */
export function roomsTable(layers: Layers): string {
  const rooms = Object.keys(layers);
  const strangers = [
    ...rooms.filter((room) => !(room in HOLDS)),
    ...Object.keys(HOLDS).filter((room) => !(room in layers)),
  ];
  if (strangers.length > 0) {
    throw new Error(`${strangers.join()}: expected in tools/layers.json and in rooms-table.ts`);
  }
  const rows = rooms.map((room) => [
    `\`${room}/\``,
    HOLDS[room] ?? '',
    layers[room]?.join(', ') || '—',
  ]);
  const line = rooms.findIndex((room) => room === PLATFORM);
  rows.splice(line, 0, [
    '─ platform line ─',
    'above it: no Node, no DOM, no clock, no `Math.random`',
    '',
  ]);
  return plainTable(['room', 'holds', 'imports'], rows);
}

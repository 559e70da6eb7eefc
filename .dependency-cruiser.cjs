/** The arrows of ARCHITECTURE.md: what each folder of src/ may import besides itself. */
const base = ['errors', 'json', 'random', 'hyperparameters', 'runtime'];
const may = {
  tensor: [],
  graph: ['tensor'],
  image: ['tensor'],
  metrics: ['image'],
  synthetic: ['image'],
  nn: ['graph'],
  features: ['nn', 'image'],
  'memory-bank': ['features'],
  training: ['features'],
  scoring: ['memory-bank'],
  calibration: ['scoring'],
  inspection: ['calibration'],
  report: ['inspection'],
  datasets: ['image'],
  evaluation: ['inspection', 'report', 'metrics', 'datasets'],
  node: ['inspection', 'report', 'synthetic', 'evaluation', 'training'],
  cli: ['node'],
};

/** Everything below a folder, by following the arrows. */
const below = (folder) => [...new Set(may[folder].flatMap((f) => [f, ...below(f)]))];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.keys(may).map((folder) => ({
      name: `${folder}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${folder}/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/',
        pathNot: `^src/((${[folder, ...below(folder)].join('|')})/|(${base.join('|')})\\.ts$)`,
      },
    })),
    {
      name: 'every-folder-has-arrows',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(may).join('|')})/` },
      to: {},
    },
    {
      name: 'core-has-no-platform',
      comment: 'Above the platform line only these isomorphic packages; no Node, no DOM.',
      severity: 'error',
      from: { path: '^src/(?!node|cli)', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core', 'npm'],
        pathNot: 'node_modules/(@bufbuild/protobuf|@noble/hashes|fflate|onnxruntime-common|zod)/',
      },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '(index|main)\\.ts$|\\.test\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};

/** The gate of the layer table: `tools/layers.json` says which room of src/ may import which. */
const layers = require('./tools/layers.json');
/** Files at the top of src/ that every room may import. */
const base = [
  'errors',
  'fewgood-error',
  'cancellation',
  'csv',
  'json',
  'mebibytes',
  'once',
  'random',
  'hyperparameters',
  'runtime',
  'sha256',
  'pool',
  'picture-suffix',
  'printable',
  'apart',
  'remote-error',
];
const rooms = Object.keys(layers);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...rooms.map((room) => ({
      name: `${room}-imports-what-its-row-says`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/',
        pathNot: `^src/((${[room, ...layers[room]].join('|')})/|(${base.join('|')})\\.ts$)`,
      },
    })),
    {
      name: 'every-folder-has-a-row',
      severity: 'error',
      from: { path: '^src/.+/', pathNot: `^src/((${rooms.join('|')})/|node/index\\.ts$)` },
      to: {},
    },
    {
      name: 'packages-use-what-is-published',
      comment:
        'As an application of others does: `fewgood` and `fewgood/node`, never a file of src/.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|test|tools|studies|bench)/' },
    },
    {
      name: 'schemas-need-no-server',
      comment: 'A page takes them with it; of the server they know types alone.',
      severity: 'error',
      from: { path: '^packages/station/src/api/' },
      to: {
        path: '^packages/station/src/|node_modules/',
        pathNot: '^packages/station/src/api/|node_modules/(zod|hono|fewgood)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'statistics-are-pure',
      comment: 'Numbers in, numbers out, here and in a page: no Node.',
      severity: 'error',
      from: { path: '^packages/station/src/statistics/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'statistics-need-no-server',
      comment: 'Of the station they know its errors alone.',
      severity: 'error',
      from: { path: '^packages/station/src/statistics/' },
      to: {
        path: '^packages/station/src/',
        pathNot: '^packages/station/src/(statistics/|errors\\.ts$)',
      },
    },
    {
      name: 'no-tools-in-the-package',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(tools|test|bench|examples|studies)/' },
    },
    {
      name: 'core-has-no-platform',
      comment: 'Above the platform line only these isomorphic packages; no Node, no DOM.',
      severity: 'error',
      from: { path: '^src/(?!node|cli|browser)', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core', 'npm'],
        pathNot: 'node_modules/(@bufbuild/protobuf|@noble/hashes|fflate|onnxruntime-common|zod)/',
      },
    },
    {
      name: 'browser-has-no-node',
      comment:
        'A page has no modules of Node and no packages for it; the engine is loaded when it is started.',
      severity: 'error',
      from: { path: '^src/browser/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'node_modules/(@noble/hashes|fflate|onnxruntime-common|onnxruntime-web)/',
      },
    },
    {
      name: 'telemetry-is-off-before-the-engine-starts',
      severity: 'error',
      from: { pathNot: '^src/node/runtime/runtime\\.ts$' },
      to: { path: 'node_modules/onnxruntime-node/' },
    },
    {
      name: 'connections-are-opened-in-one-place',
      comment: 'The server of the browser tab takes connections, and opens none.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/node/(models/http-client|web/tab-server)\\.ts$|\\.test\\.ts$',
      },
      to: { path: '^(http|https|http2|net|tls|dgram|dns)(/|$)|node_modules/undici/' },
    },
    {
      name: 'one-room-pulls',
      comment: 'Only the command that says so may reach the one that opens connections.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(node/models/|cli/model-pull\\.ts$)' },
      to: { path: '^src/node/models/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|packages)/',
        pathNot: '(index|main)\\.ts$|\\.test\\.ts$|\\.mjs$',
      },
      to: {},
    },
  ],
  options: {
    // Packages use the library as it is built, which src/ is looked at for.
    doNotFollow: { path: 'node_modules|^dist/' },
    exclude: { path: '^packages/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};

import type { Manual } from './command.ts';

/** Options of `fewgood model pull`. */
export const modelPullOptions = {
  list: { type: 'boolean', help: 'list what can be pulled, and what is here already' },
  'accept-licence': {
    type: 'boolean',
    help: 'accept the licence of weights whose licence has conditions',
  },
  from: {
    type: 'string',
    value: 'URL|FILE',
    help: 'a mirror, or weights that were downloaded by other means, instead of their home',
  },
  sha256: {
    type: 'string',
    value: 'HEX',
    help: 'hash that the weights must have (default: the one on record)',
  },
  out: {
    type: 'string',
    value: 'FILE.onnx',
    help: 'model file to write (default: NAME.onnx in FEWGOOD_MODELS, where --model finds it by name)',
  },
  size: {
    type: 'number',
    value: 'PIXELS',
    whole: true,
    min: 1,
    help: 'side of the input of the model (default: the one that suits the network)',
  },
  storage: {
    type: 'string',
    choices: ['float32', 'float16'],
    default: 'float32',
    help: 'how the weights are stored in the model file',
  },
  force: { type: 'boolean', help: 'pull again, and replace the model file' },
  json: { type: 'boolean', help: 'print one JSON object; with --list an array' },
} as const;

/** The help of `fewgood model pull`. */
export const modelPullManual: Manual<typeof modelPullOptions> = {
  usage: 'NAME [options]',
  details: `Fetches the weights from their authors' public home, compares their SHA-256 with the one on record,
    makes a model file and runs it once. It is the one command that opens a connection. A download that
    stopped is gone on with; nothing else is kept but the model. Proxies are those of HTTPS_PROXY, HTTP_PROXY
    and NO_PROXY. HF_TOKEN is sent to Hugging Face, for weights that are given to those who asked for
    access (dinov3-small); HF_ENDPOINT names a mirror of it.`,
  examples: [
    'fewgood model pull --list',
    'fewgood model pull dinov2-small',
    'fewgood model pull dinov3-small --accept-licence',
    'fewgood model pull wide-resnet50 --from wide_resnet50_2-95faca4d.pth --storage float16',
  ],
  options: modelPullOptions,
};

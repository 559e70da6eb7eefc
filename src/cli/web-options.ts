import type { Manual } from './command.ts';

/** Options of `fewgood web`. */
export const webOptions = {
  port: { type: 'number', default: 7080, whole: true, min: 0, help: 'port; 0 is any that is free' },
  host: { type: 'string', value: 'ADDRESS', default: '127.0.0.1', help: 'address to listen at' },
  cert: {
    type: 'string',
    value: 'FILE',
    help: 'certificate (PEM): serve by HTTPS, without which no other machine gets a camera',
    unset: 'HTTP',
  },
  key: { type: 'string', value: 'FILE', help: 'key of the certificate (PEM)' },
  out: {
    type: 'string',
    value: 'FOLDER',
    help: 'write the page into a folder for a host of files, and do not serve it',
  },
  model: {
    type: 'string',
    value: 'MODEL',
    help: 'file or name of the model that the page learns with',
    unset: 'that of FEWGOOD_MODEL, or the packaged one',
  },
} as const;

/** The help of `fewgood web`. */
export const webManual: Manual<typeof webOptions> = {
  usage: '[options]',
  details: `The page learns and judges in the browser itself: pictures and parts stay there. After the first visit
    it opens without a network. Serves until it is stopped (Ctrl-C, SIGTERM).`,
  examples: [
    'fewgood web',
    'fewgood web --out public',
    'fewgood web --host 0.0.0.0 --cert c.pem --key k.pem',
  ],
  options: webOptions,
};

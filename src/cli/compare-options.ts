import type { Manual } from './command.ts';

/** Options of `fewgood compare`. */
export const compareOptions = {
  json: { type: 'boolean', help: 'print one JSON object instead' },
  write: { type: 'string', value: 'FILE.md', help: 'write the Markdown to a file' },
} as const;

/** The help of `fewgood compare`. */
export const compareManual: Manual<typeof compareOptions> = {
  usage: 'RESULT… [options]',
  details: `RESULT is a result file, or the folder of a run. Prints Markdown: each run with its data, and our
    figures beside the published ones for the same category, metric and K, with footnotes. Categories are
    known by their name and that of a folder above them: mvtec/bottle, mpdd/tubes, visa/candle.`,
  examples: [
    'fewgood compare run',
    'fewgood compare results/*.json --write results.md',
    'fewgood compare results/mvtec.json --json',
  ],
  options: compareOptions,
};

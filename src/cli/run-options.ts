/**
 * Options that `fewgood evaluate` and `fewgood ablate` have in common.
 *
 * @module
 */
import { folderOptions } from './common-options.ts';
import { foregroundOptions } from './foreground-options.ts';
import { lookOptions } from './look-options.ts';
import { decodingOptions } from './picture-options.ts';

/** Where a run looks. */
export const runLookOptions = {
  ...lookOptions,
  regions: {
    type: 'string',
    value: 'FILE.json',
    help: 'where to look in each category, by its name: {"bottle": {"region": "SHAPE", "ignoreRegions": ["SHAPE"], "mask": "FILE"}}',
  },
  ...foregroundOptions,
} as const;

/** Options of every run. */
export const runOptions = {
  seeds: {
    type: 'number',
    value: 'N',
    default: 3,
    whole: true,
    min: 1,
    help: 'support sets a category and K, drawn with the seeds 0 to N - 1',
  },
  categories: { type: 'string', value: 'NAME,…', help: 'only these categories (default: all)' },
  support: {
    type: 'string',
    value: 'seed|anomalydino|FILE',
    default: 'seed',
    help: "how support sets are chosen: drawn, as AnomalyDINO's code does, or the first K of a list",
  },
  ...runLookOptions,
  out: { type: 'string', value: 'DIR', help: 'folder of the run; one that was stopped goes on' },
  ...folderOptions,
  ...decodingOptions,
  note: {
    type: 'string',
    value: 'TEXT',
    help: 'what readers of the figures must know of the data, such as its licence',
  },
  workers: {
    type: 'number',
    value: 'N',
    whole: true,
    min: 1,
    help: "threads (default: the machine's cores, as far as the memory allows)",
  },
  'memory-limit': {
    type: 'number',
    value: 'MIB',
    default: 4096,
    min: 1,
    help: 'maps of test pictures go to files, and threads are left out, to stay below',
  },
} as const;

/** What both help texts say of a run. */
export const RUN_DETAILS = `DIR gets result.json, tables.md, tables/ (CSV, LaTeX), figures/ (PNG), report.html, support/ (lists
    that --support reads) and a file a finished cell: a run that was killed goes on where it was when its
    command is given again. All but the timings is the same then, bit for bit, on any number of threads;
    the hash of the figures, printed at the end, tells.`;

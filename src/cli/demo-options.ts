import { partKinds } from '../synthetic/index.ts';
import type { Manual } from './command.ts';
import { modelOptions, runtimeOptions } from './common-options.ts';

/** Options of `fewgood demo`. */
export const demoOptions = {
  part: {
    type: 'string',
    value: 'KIND',
    default: 'bracket',
    help: `${partKinds.join(', ')} or procedural:N`,
  },
  out: {
    type: 'string',
    value: 'FOLDER',
    default: 'fewgood-demo',
    help: 'where everything is written',
  },
  shots: {
    type: 'number',
    value: 'K',
    default: 4,
    whole: true,
    min: 1,
    help: 'good parts to learn from',
  },
  seed: {
    type: 'number',
    default: 0,
    whole: true,
    min: 0,
    help: 'another seed draws other parts',
  },
  size: {
    type: 'number',
    value: 'PIXELS',
    default: 448,
    whole: true,
    min: 32,
    help: 'side of the pictures',
  },
  open: { type: 'boolean', help: 'open the report in a browser' },
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** The help of `fewgood demo`. */
export const demoManual: Manual<typeof demoOptions> = {
  usage: '[options]',
  details: `Draws a family of parts with known defects, enrols good ones, inspects a tray of good and bad
    ones and writes pictures, part file and report. The parts are drawings; the inspection is real, and
    what it misses it misses: --part circuit-board shows small defects that four pictures do not tell from
    good parts.`,
  examples: ['fewgood demo', 'fewgood demo --part gear --seed 3 --open'],
  options: demoOptions,
};

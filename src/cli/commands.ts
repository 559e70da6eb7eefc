import { ablateCommand } from './ablate.ts';
import { benchInferenceCommand } from './bench-inference.ts';
import { calibrateCommand } from './calibrate.ts';
import type { Command } from './command.ts';
import { compareCommand } from './compare.ts';
import { dataCheckCommand } from './data-check.ts';
import { demoCommand } from './demo.ts';
import { enrollCommand } from './enroll.ts';
import { evaluateCommand } from './evaluate.ts';
import { inspectCommand } from './inspect.ts';
import { modelImportCommand } from './model-import.ts';
import { modelInfoCommand } from './model-info.ts';
import { modelPullCommand } from './model-pull.ts';
import { partInfoCommand } from './part-info.ts';
import { partPicturesCommand } from './part-pictures.ts';
import { trainCommand } from './train.ts';

/** All commands, in the order of the help and of docs/cli.md. */
export const commands: readonly Command[] = [
  enrollCommand,
  inspectCommand,
  calibrateCommand,
  partInfoCommand,
  partPicturesCommand,
  modelPullCommand,
  modelImportCommand,
  modelInfoCommand,
  trainCommand,
  dataCheckCommand,
  evaluateCommand,
  ablateCommand,
  benchInferenceCommand,
  compareCommand,
  demoCommand,
];

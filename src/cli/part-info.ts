import { UsageError } from '../errors.ts';
import { toBankHeader } from '../inspection/part-header.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { printable } from '../printable.ts';
import { counted, formatScore } from '../page/format.ts';
import { type Command, defineCommand, ExitCode } from './command.ts';
import { thresholdLines } from './threshold-lines.ts';

/** `fewgood part info bolt.part`. */
export const partInfoCommand: Command = defineCommand({
  name: 'part info',
  summary: 'Show what a part file holds',
  usage: 'PART [options]',
  examples: ['fewgood part info bolt.part', 'fewgood part info bolt.part --json'],
  options: { json: { type: 'boolean', help: 'print one JSON object' } },
  run: async ({ options, args: [path], terminal: { out } }) => {
    if (path === undefined) {
      throw new UsageError('Cannot show a part: no part file given', 'Name a part file.');
    }
    const { settings, model, runtime, support, augmentations, banks, calibration, selfTest } =
      await loadPart(path);
    const pictures = support.map(({ name, sha256 }) => ({ name, sha256 }));
    const levels = banks.map(toBankHeader);
    if (options.json) {
      const all = { settings, model, runtime, support: pictures, augmentations };
      out(JSON.stringify({ ...all, banks: levels, calibration, selfTest }));
      return ExitCode.ok;
    }
    out(`model      ${printable(model.name)} (${model.sha256.slice(0, 12)}…), ${runtime}`);
    out(`input      ${settings.size}×${settings.size} px, ${settings.fit}`);
    out(`support    ${pictures.map(({ name }) => printable(name)).join(', ')}`);
    out(
      `augmented  ${counted(augmentations.length, 'variant')} each, pose ${String(settings.pose)}`,
    );
    for (const { level, rows, width, normalScale } of levels) {
      out(
        `bank       ${printable(level)}: ${rows} × ${width}, normal distance ${formatScore(normalScale)}`,
      );
    }
    for (const line of thresholdLines(calibration)) out(line);
    return ExitCode.ok;
  },
});

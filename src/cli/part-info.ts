import { UsageError } from '../errors.ts';
import { toHeader } from '../inspection/part-header.ts';
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
    const part = await loadPart(path);
    const { headerVersion: _, ...header } = toHeader(part);
    if (options.json) {
      out(JSON.stringify(header));
      return ExitCode.ok;
    }
    const { settings, model, runtime, support, augmentations, banks } = header;
    out(`model      ${printable(model.name)} (${model.sha256.slice(0, 12)}…), ${runtime}`);
    out(`input      ${settings.size}×${settings.size} px, ${settings.fit}`);
    out(`support    ${support.map(({ name }) => printable(name)).join(', ')}`);
    out(
      `augmented  ${counted(augmentations.length, 'variant')} each, pose ${String(settings.pose)}`,
    );
    for (const { level, rows, width, normalScale } of banks) {
      out(
        `bank       ${printable(level)}: ${rows} × ${width}, normal distance ${formatScore(normalScale)}`,
      );
    }
    for (const line of thresholdLines(part.calibration)) out(line);
    return ExitCode.ok;
  },
});

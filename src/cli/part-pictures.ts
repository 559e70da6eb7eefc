import { UsageError } from '../errors.ts';
import { toPictureHeader } from '../inspection/part-header.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { counted, formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';
import { objectionTitle, pictureLine, ratioTo } from './calibration-outcome.ts';
import { type Command, defineCommand, ExitCode } from './command.ts';

/** `fewgood part pictures bolt.part`. */
export const partPicturesCommand: Command = defineCommand({
  name: 'part pictures',
  summary: 'List the pictures that a part was learned from and calibrated with',
  usage: 'PART [options]',
  details: `Each with its name and the first digits of its SHA-256, which is that of its pixels; of a
    confirmed one also its score, the ratio to the threshold, when it was confirmed and where it is from.
    Part files that fewgood 0.1.0 wrote do not say the last two.`,
  examples: ['fewgood part pictures bolt.part', 'fewgood part pictures bolt.part --json'],
  options: { json: { type: 'boolean', help: 'print one JSON object' } },
  run: async ({ options, args: [path], terminal: { out } }) => {
    if (path === undefined) {
      throw new UsageError('Cannot list pictures: no part file given', 'Name a part file.');
    }
    const { support, calibration } = await loadPart(path);
    const { confirmed, threshold } = calibration;
    if (options.json) {
      const listed = {
        support: support.map(({ name, sha256 }) => ({ name, sha256 })),
        threshold,
        confirmed: confirmed.map((picture) => ({
          ...toPictureHeader(picture),
          ratio: ratioTo(threshold, picture.score),
        })),
      };
      out(JSON.stringify(listed));
      return ExitCode.ok;
    }
    out(counted(support.length, 'support picture'));
    for (const { name, sha256 } of support) out(`  ${printable(name)}  ${sha256.slice(0, 12)}`);
    out(counted(confirmed.length, 'confirmed good picture'));
    for (const picture of confirmed) {
      const ratio = ratioTo(threshold, picture.score);
      const judged = ratio === null ? [] : [`ratio ${formatRatio(ratio)}`];
      const { score, accepted } = picture;
      const scored = [
        `score ${formatScore(score)}`,
        ...judged,
        ...accepted.map((code) => `accepted: ${objectionTitle(code)}`),
      ];
      out(`  ${pictureLine(picture)}  ${scored.join('  ')}`);
    }
    return ExitCode.ok;
  },
});

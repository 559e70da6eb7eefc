import { UsageError } from '../errors.ts';
import { toPictureHeader } from '../inspection/part-header.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { counted, formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';
import { objectionTitle, pictureLine, ratioTo } from './calibration-outcome.ts';
import { ExitCode, type Invocation } from './command.ts';
import type { partPicturesOptions } from './part-pictures-options.ts';

/**
 * `fewgood part pictures bolt.part`.
 *
 * @throws {@link UsageError} if no part file is named.
 */
export async function runPartPictures({
  options,
  args: [path],
  terminal: { out },
}: Invocation<typeof partPicturesOptions>): Promise<ExitCode> {
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
}

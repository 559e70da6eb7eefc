import { UsageError } from '../errors.ts';
import { toPictureHeader } from '../inspection/part-header.ts';
import { kindsOf, supportPicturesOf } from '../inspection/part-kinds.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { counted, formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';
import { kindSummaries, objectionTitle, pictureLine, ratioTo } from './calibration-outcome.ts';
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
  const part = await loadPart(path);
  const support = supportPicturesOf(part);
  const judged = kindsOf(part).flatMap(({ calibration: { confirmed, threshold } }) =>
    confirmed.map((picture) => ({ picture, ratio: ratioTo(threshold, picture.score) })),
  );
  if (options.json) {
    const listed = {
      support: support.map(({ name, sha256 }) => ({ name, sha256 })),
      threshold: part.calibration.threshold,
      confirmed: judged.map(({ picture, ratio }) => ({ ...toPictureHeader(picture), ratio })),
      ...kindSummaries(part),
    };
    out(JSON.stringify(listed));
    return ExitCode.ok;
  }
  out(counted(support.length, 'support picture'));
  for (const { name, sha256 } of support) out(`  ${printable(name)}  ${sha256.slice(0, 12)}`);
  out(counted(judged.length, 'confirmed good picture'));
  for (const { picture, ratio } of judged) {
    const { score, accepted } = picture;
    const scored = [
      `score ${formatScore(score)}`,
      ...(ratio === null ? [] : [`ratio ${formatRatio(ratio)}`]),
      ...accepted.map((code) => `accepted: ${objectionTitle(code)}`),
    ];
    out(`  ${pictureLine(picture)}  ${scored.join('  ')}`);
  }
  return ExitCode.ok;
}

import type { Region } from './inspection.ts';
import type { Reason } from './reason.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Sizing } from './defect-size.ts';
import { areaText, extentIn } from './sizing.ts';

/**
 * Why a score above the threshold fails nothing: all that is above the map's limit is smaller than the
 * least area that the part fails a picture for. Nothing is said of a picture whose map is nowhere above its
 * limit: there what raised the score has no size, and such a picture fails.
 *
 * @param regions - Of `sizedRegions`, most anomalous first.
 * @param picture - The one that they are of.
 */
export function smallDefects(regions: readonly Region[], sizing: Sizing, picture: Size): Reason[] {
  const { minArea } = sizing;
  const isEachSmall = regions.every(({ small, peak }) => small === true && peak > 1);
  if (minArea === null || regions.length === 0 || !isEachSmall) return [];
  const measured = regions.reduce((most, region) => {
    return Math.max(most, extentIn(minArea.unit, region, sizing, picture).area);
  }, 0);
  const largest = areaText({ value: measured, unit: minArea.unit });
  const what =
    regions.length === 1 ? 'the one region has' : `the largest of ${regions.length} regions has`;
  return [
    {
      code: 'small-defects',
      message: `what differs is smaller than what fails a picture: ${what} ${largest} (least area ${areaText(minArea)})`,
      remedy:
        'Look at the regions now and then; if one of them is a defect, give the part a smaller least area.',
      facts: { measured, limit: minArea.value, unit: minArea.unit, regions: regions.length },
    },
  ];
}

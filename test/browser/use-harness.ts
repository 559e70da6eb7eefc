import { afterAll, beforeAll, describe } from 'vitest';
import { findChromium, NO_CHROMIUM } from '../../studies/browser/chromium.ts';
import { HarnessPage, type HarnessOptions } from '../../studies/browser/harness-page.ts';

/** The page, once tests run. */
export type GetHarness = () => HarnessPage;

/**
 * A suite over the page of studies/browser/harness.ts in Chromium; left out, and why, where there is none.
 *
 */
export function describeInChromium(
  name: string,
  body: (harness: GetHarness) => void,
  options: HarnessOptions = {},
): void {
  const isAbsent = findChromium() === undefined;
  describe.skipIf(isAbsent)(`${name}${isAbsent ? ` (${NO_CHROMIUM})` : ''}`, () => {
    let harness: HarnessPage;
    beforeAll(async () => {
      harness = await HarnessPage.open(options);
    });
    afterAll(() => harness?.close());
    body(() => harness);
  });
}

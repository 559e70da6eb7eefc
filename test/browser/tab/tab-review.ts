import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessFaults } from '../station/watched-page.ts';

/** The panel in which the picture that is looked at is decided on. */
const decisionOn = (page: Page): Locator => page.getByRole('region', { name: 'Decision' });

/** Reviewing in the tab: of the part `of-node`, which judged a good picture and a defective one. */
export function reviewInTab(page: () => Page, shoot: (name: string) => Promise<void>): void {
  const changes = (): Locator => page().getByRole('region', { name: 'Changes of the part' });

  it('lets a picture that is good after all through the library’s checks and a replay', async () => {
    await page().getByRole('link', { name: 'Review' }).click();
    await decisionOn(page()).getByText('striped.png').waitFor();
    expect(await accessFaults(page())).toEqual([]);
    await shoot('review');
    await page().keyboard.press('g');
    await changes().getByText('1 picture is good after all').waitFor();
    await changes().getByRole('button', { name: 'See what would change' }).click();
    await changes().getByText('Something stands against 1 picture').waitFor();
    await changes().getByRole('button', { name: 'I looked at each: take them' }).click();
    const flips = changes().getByRole('region', { name: 'Past verdicts that would be others' });
    await flips.getByRole('link', { name: 'striped.png' }).waitFor();
    expect(await accessFaults(page())).toEqual([]);
    await shoot('replay');
  });

  it('applies it, and goes back', async () => {
    await changes().getByRole('button', { name: 'Apply as a new version' }).click();
    await changes().getByText('Version 2 judges now.').waitFor();
    // What was applied can be undone later, too.
    await page().reload();
    await changes().getByRole('button', { name: 'Undo: version 1 judges again' }).click();
    await changes().getByText('1 picture is good after all').waitFor();
    await page().getByRole('tab', { name: 'Decisions' }).click();
    const row = page().getByRole('row', { name: /striped\.png Good after all/ });
    await row.getByRole('button', { name: 'Undo' }).click();
    await row.getByText('Taken back').waitFor();
    expect(await accessFaults(page())).toEqual([]);
  });
}

/** What stands against a version of that part, and its threshold. */
export function changeInTab(page: () => Page, shoot: (name: string) => Promise<void>): void {
  it('lets no version judge that passes a reported defect, unless somebody says why', async () => {
    await page().getByRole('tab', { name: 'To review' }).click();
    await decisionOn(page()).getByText('striped.png').waitFor();
    await page().getByRole('button', { name: 'Defect: regression picture' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the defect' }).fill('stripes');
    await dialog.getByRole('button', { name: 'Report' }).click();
    await page().getByRole('tab', { name: 'Regression pictures (1)' }).waitFor();
    await page().getByRole('link', { name: 'Parts' }).click();
    await page()
      .getByRole('link', { name: /of-node/ })
      .first()
      .click();
    const card = page().getByRole('article').filter({ hasText: 'Version 2' });
    await card.getByRole('button', { name: 'Activate' }).click();
    await page().getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await card.getByText('Regression pictures stand against this version: stripes.').waitFor();
    await card.getByRole('textbox', { name: 'Why it is to judge all the same' }).fill('a trial');
    await card.getByRole('button', { name: 'Activate all the same' }).click();
    await page().getByText('Version 2 judges.').waitFor();
    await page().getByRole('button', { name: 'Roll back' }).click();
    await page().getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page().getByText('Version 1 judges.').waitFor();
    expect(await accessFaults(page())).toEqual([]);
  });

  it('sets a threshold, once it was seen what it does, and goes back', async () => {
    await page().getByRole('link', { name: 'Threshold' }).click();
    await page().getByText('0 of 1').waitFor();
    const slider = page().getByRole('slider', { name: 'Threshold to look at' });
    for (let step = 0; step < 3; step += 1) await slider.press('ArrowRight');
    await page()
      .getByRole('button', { name: /^See what .* would change/ })
      .click();
    await page().getByRole('heading', { name: 'What would change' }).waitFor();
    expect(await accessFaults(page())).toEqual([]);
    await shoot('threshold');
    await page().getByRole('button', { name: 'Apply as a new version' }).click();
    await page().getByText('Version 3 judges now.').waitFor();
    await page().getByRole('button', { name: 'Undo: version 1 judges again' }).click();
    await page().getByText('Version 3 judges now.').waitFor({ state: 'detached' });
  });
}

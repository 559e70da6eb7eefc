import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { encodePart } from '../../../src/inspection/part-file.ts';
import { chooser, drawn, partFile, partOfNode, pictureFile } from './tab-actions.ts';
import type { TabSession } from './tab-session.ts';

/** Two tabs that write at once on the part `of-node`, of which there are three versions. */
export function twoTabs(page: () => Page, session: () => TabSession): void {
  let other: Page;
  const both = async (work: (of: Page) => Promise<void>): Promise<void> => {
    await Promise.all([page(), other].map(work));
  };

  it('gives versions that two tabs import at once numbers of their own', async () => {
    other = await page().context().newPage();
    other.setDefaultTimeout(40_000);
    await other.goto(session().origin);
    await both(async (of) => {
      await of.getByRole('link', { name: 'Parts' }).click();
      await of
        .getByRole('link', { name: /of-node/ })
        .first()
        .click();
      await of.getByRole('heading', { name: 'Version 3' }).waitFor();
    });
    const file = partFile('again.part', encodePart(await partOfNode()));
    await both(async (of) => {
      await of.getByLabel('Import a part file').first().setInputFiles(file);
    });
    await both(async (of) => {
      await of.getByRole('heading', { name: 'Version 5' }).waitFor();
      expect(await of.getByRole('heading', { name: /^Version \d/ }).count()).toBe(5);
    });
  });

  it('keeps all that two tabs judge at once', async () => {
    await both(async (of) => of.getByRole('link', { name: 'Inspect' }).click());
    const pictures = drawn.slice(0, 4);
    await both(async (of) => {
      const files = pictures.map(async ({ name, image }) =>
        pictureFile({ name: `${of === other ? 'b' : 'a'}-${name}`, image }),
      );
      await chooser(of).setInputFiles(await Promise.all(files));
    });
    await both(async (of) => {
      for (const { name } of pictures) {
        for (const tab of ['a', 'b']) {
          await of
            .getByRole('button', { name: new RegExp(`^Show ${tab}-${name}: (?!Waiting)`) })
            .first()
            .waitFor();
        }
      }
    });
    await page().reload();
    await page().getByRole('link', { name: 'History' }).click();
    for (const { name } of pictures) {
      for (const tab of ['a', 'b']) await page().getByText(`${tab}-${name}`).first().waitFor();
    }
    expect(await page().getByRole('row').count()).toBeGreaterThan(2 * pictures.length);
    await other.close();
  });
}

/** Pictures of pages, in the folder that FEWGOOD_SHOTS names if somebody wants to look at them. */
import type { Page } from 'playwright-core';

const folder = process.env['FEWGOOD_SHOTS'];

/** The whole page. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** The page as it is, in the dark and on a tablet. */
export async function shootAll(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await shoot(page, name);
  await page.getByRole('button', { name: 'Dark colours' }).click();
  await shoot(page, `${name}-dark`);
  await page.getByRole('button', { name: 'Light colours' }).click();
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 1024, height: 768 });
  await shoot(page, `${name}-tablet`);
  await page.setViewportSize(before);
}

/** The page as it is printed. */
export async function print(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await page.pdf({ path: `${folder}/${name}.pdf`, format: 'A4' });
}

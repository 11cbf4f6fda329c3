/** What axe-core finds at fault with the library, and with a recording with all that can be opened on its page. */
import type { Page } from 'playwright-core';
import { faultsOf } from './axe.ts';

/** By what was looked at; the addresses are those of the library, of a recording, and of one that is not to be seen. */
export async function faultsOfLibrary(
  page: Page,
  { library, recording, unseen }: { readonly library: string; readonly recording: string; readonly unseen: string },
): Promise<Readonly<Record<string, readonly string[]>>> {
  const faults: Record<string, readonly string[]> = {};
  await page.goto(library);
  await page.getByTestId('recording').first().waitFor();
  faults['the library'] = await faultsOf(page);
  await page.goto(unseen);
  await page.getByRole('link', { name: 'Back to the library' }).waitFor();
  faults['of somebody who may not see it'] = await faultsOf(page);
  await page.goto(recording);
  await page.getByTestId('play').waitFor();
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await page.getByTestId('consent').first().waitFor();
  faults['the player'] = await faultsOf(page);
  await page.keyboard.press('?');
  await page.getByTestId('keys').waitFor();
  faults['its keys'] = await faultsOf(page);
  await page.keyboard.press('Escape');
  await page.getByTestId('erase').click();
  faults['the question whether to delete it'] = await faultsOf(page);
  return Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0));
}

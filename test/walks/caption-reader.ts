/** What a page shows of captions, and how one chooses among them. */
import type { Page } from 'playwright-core';

export type ShownCaption = { readonly speaker: string; readonly text: string; readonly language: string };

/** All captions that can be scrolled back to, oldest first. */
export function captionsOn(page: Page): Promise<readonly ShownCaption[]> {
  return page.getByTestId('caption').evaluateAll((rows) =>
    rows.map((row) => {
      const [speaker, text] = row.querySelectorAll('p');
      return { speaker: speaker?.title ?? '', text: text?.textContent ?? '', language: text?.lang ?? '' };
    }),
  );
}

export async function turnsCaptionsOn(page: Page): Promise<void> {
  await page.getByTestId('captions').click();
  await page.getByTestId('captions-region').waitFor();
}

/** As BCP 47; `spoken` for what is said. */
export async function chooses(page: Page, language: string): Promise<void> {
  await page.getByTestId('caption-language').click();
  await page.getByTestId(`language-${language}`).click();
}

export async function choosesToHear(page: Page, language: string): Promise<void> {
  await page.getByTestId('more').click();
  await page.getByTestId('interpreter').click();
  await page.getByTestId(`voice-${language}`).click();
}

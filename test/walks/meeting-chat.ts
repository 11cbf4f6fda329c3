/** What people in a meeting tell its bots: by the chat, and by keys. */
import type { Page } from 'playwright-core';

export async function writes(page: Page, text: string): Promise<void> {
  await opensChat(page);
  await page.getByTestId('chat-field').fill(text);
  await page.getByTestId('chat-field').press('Enter');
}

/** Waits for a message of the chat. */
export async function reads(page: Page, text: RegExp): Promise<void> {
  await opensChat(page);
  await page.getByTestId('chat-message').filter({ hasText: text }).last().waitFor();
}

/** The address that the newest link to a recording in the chat leads to, where none of these is. */
export async function linkIn(page: Page, known: readonly string[] = []): Promise<string> {
  await opensChat(page);
  const not = known.map((href) => `:not([href="${href}"])`).join('');
  const href = await page.locator(`a[data-testid=recording-link]${not}`).last().getAttribute('href');
  return href ?? '';
}

export async function presses(page: Page, key: string): Promise<void> {
  await opensKeypad(page);
  await page.getByTestId(`key-${key}`).click();
}

export async function opensKeypad(page: Page): Promise<void> {
  if ((await page.getByTestId('keypad-panel').count()) > 0) return;
  await closesPanel(page);
  await page.getByTestId('more').click();
  await page.getByTestId('open-keypad').click();
  await page.getByTestId('keypad-panel').waitFor();
}

async function opensChat(page: Page): Promise<void> {
  if ((await page.getByTestId('chat-panel').count()) > 0) return;
  await closesPanel(page);
  await page.getByTestId('chat').click();
  await page.getByTestId('chat-field').waitFor();
}

/** In a narrow window it covers the buttons. */
async function closesPanel(page: Page): Promise<void> {
  if ((await page.getByTestId('close-panel').count()) > 0) await page.getByTestId('close-panel').click();
}

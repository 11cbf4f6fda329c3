/** What axe-core finds at fault with a page as it stands, and whether it scrolls sideways. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page's context must be one that bypasses its content security policy. `within`: a part of it alone, by a selector. */
export async function faultsOf(page: Page, within: string = 'html'): Promise<readonly string[]> {
  await page.addScriptTag({ content: axe });
  const found = await page.evaluate(async (part) => {
    const { axe: checker } = window as unknown as {
      axe: { run(context: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await checker.run(part);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, within);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  return isWide ? [...found, 'it scrolls sideways'] : found;
}

/** Into which languages a translator is offered to people. */
import { isSameLanguage } from './language-names.ts';
import type { Translator } from './translator.ts';

/** Offered of whoever translates into any language, and cannot list them. */
const WIDELY_READ: readonly string[] = [
  'ar', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sv', 'th',
  'tr', 'uk', 'vi', 'zh',
]; // prettier-ignore

/** None where it lacks something. Rejects where it does not say. */
export async function offeredTargets(translator: Translator, from: string): Promise<readonly string[]> {
  if ((await translator.missing()) !== undefined) return [];
  const targets = await translator.targets(from);
  return (targets === 'any' ? WIDELY_READ : targets).filter((each) => !isSameLanguage(each, from));
}

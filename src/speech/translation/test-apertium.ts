/** Whether tests can use apertium here, with the pairs that they are about. With `CI=true` they have to. */
import { realClock } from '../../base/clock.ts';
import { apertium } from './apertium.ts';

/** Undefined where it is there. */
export async function whyNoApertium(): Promise<string | undefined> {
  if (process.env['CI'] === 'true') return undefined;
  await using translator = apertium({ clock: realClock() });
  const targets = await translator.targets('en');
  const lacks = targets !== 'any' && ['es', 'ca', 'fr'].filter((each) => !targets.includes(each));
  return (
    (await translator.missing()) ?? (lacks && lacks.length > 0 ? `apertium has no way from English to ${lacks.join(', ')}` : undefined)
  );
}

/** A captured call that may be shown to strangers: persons are taken out of it, and its course stays. */
import { writeWav } from '../media/wav.ts';
import { keyOfTone, toneOfKey } from '../wire/graph/tone.ts';
import type { Bundle, BundleApp, BundleFact, BundleMessage, BundleParty, Deed } from './bundle.ts';
import { Disguise } from './disguise.ts';
import { withoutLongNumbers } from './long-numbers.ts';
import { soundOf } from './read-bundle.ts';
import { toneInPlaceOf } from './tone-in-place-of.ts';

export type WithoutPersonsOptions = {
  /** `remove` puts a tone, as long and as loud, in place of every voice. */
  readonly sound: 'remove' | 'keep';
};

/**
 * Names, numbers, user ids, tenants, addresses, join links, subjects and random ids are replaced, the same one always by the same stand-in,
 * in every field and every body. Names, numbers and ids of apps stay.
 *
 * Keys: a replay needs the way through a menu, so single keys and short runs stay. Four digits or more in a row (no pause above 4 s) are
 * taken for a number of the person's own, and become zeros, in deeds and in what apps were told. A replay may go another way there.
 *
 * What an app says of a person in words of its own, where nobody's name or number gives it away, is not found: read a bundle before you
 * publish it. With `sound: 'keep'` the voices are in it.
 */
export function withoutPersons(bundle: Bundle, { sound }: WithoutPersonsOptions): Bundle {
  const disguise = learned(bundle);
  const soundNames = new Map(Object.keys(bundle.sounds).map((name, at) => [name, `sound ${String(at + 1)}`]));
  const named = (name: string): string => soundNames.get(name) ?? 'sound';
  const text = (dirty: string): string => disguise.text(dirty);
  const party = (one: BundleParty): BundleParty => disguise.value(one) as BundleParty;
  const app = ({ appId, name, number }: BundleApp): BundleApp => ({ appId: text(appId), name: text(name), number: text(number) });
  return {
    ...bundle,
    made: { ...bundle.made, by: text(bundle.made.by) },
    lacks: bundle.lacks.map(text),
    personsRemoved: { sound: sound === 'keep' && bundle.personsRemoved?.sound !== 'removed' ? 'kept' : 'removed' },
    call: { ...bundle.call, callId: text(bundle.call.callId), from: party(bundle.call.from), to: party(bundle.call.to) },
    people: bundle.people.map(({ userId, name, number }) => ({ userId: text(userId), name: text(name), number: text(number) })),
    apps: bundle.apps.map(app),
    facts: bundle.facts.map((fact) => disguise.value(fact) as BundleFact),
    deeds: deedsWithout(bundle.deeds, text, named),
    messages: messagesWithout(bundle.messages, disguise),
    sounds: Object.fromEntries(
      Object.entries(bundle.sounds).map(([name, wav]) => [named(name), sound === 'keep' ? wav : silenced(bundle, name)]),
    ),
    heard: bundle.heard.map(({ atMs, who, sound: name }) => ({ atMs, who: text(who), sound: named(name) })),
  };
}

function learned(bundle: Bundle): Disguise {
  const disguise = new Disguise();
  for (const { appId, name, number } of bundle.apps) disguise.keep(appId, name, number);
  for (const { userId, name, number } of bundle.people) disguise.person({ id: userId, name, number });
  for (const one of [bundle.call.from, bundle.call.to, ...bundle.facts.flatMap(partiesIn)]) learnParty(disguise, one);
  for (const deed of bundle.deeds) {
    disguise.person({ id: deed.who });
    if (deed.kind === 'dial') disguise.person({ number: deed.number });
    if (deed.kind === 'join') disguise.person({ number: deed.meeting });
  }
  for (const { who } of bundle.heard) disguise.person({ id: who });
  for (const fact of bundle.facts) disguise.learn(fact);
  for (const { requestBody, responseBody } of bundle.messages) for (const body of [requestBody, responseBody]) disguise.learn(jsonOf(body));
  return disguise;
}

function learnParty(disguise: Disguise, { kind, id, name, number }: BundleParty): void {
  if (kind === 'app') return disguise.keep(id, name, number);
  // A nobody is a number that was dialled, or a meeting under its subject.
  if (kind !== 'nobody') return disguise.person({ id, name, number });
  disguise.person({ number });
  if (name !== number) disguise.subject(name);
  if (id !== number) disguise.person({ id });
}

function partiesIn(fact: BundleFact): readonly BundleParty[] {
  return Object.values<unknown>(fact).filter((value): value is BundleParty => typeof value === 'object' && value !== null && 'kind' in value && 'name' in value); // prettier-ignore
}

function deedsWithout(deeds: readonly Deed[], text: (dirty: string) => string, named: (name: string) => string): readonly Deed[] {
  const pressed = deeds.flatMap((deed) => (deed.kind === 'key' ? [deed] : []));
  const keys = withoutLongNumbers(pressed);
  return deeds.map((deed): Deed => {
    const who = text(deed.who);
    if (deed.kind === 'key') return { ...deed, who, key: keys[pressed.indexOf(deed)] ?? '0' };
    if (deed.kind === 'say') return { ...deed, who, sound: named(deed.sound) };
    if (deed.kind === 'dial') return { ...deed, who, number: text(deed.number) };
    return deed.kind === 'join' ? { ...deed, who, meeting: text(deed.meeting) } : { ...deed, who };
  });
}

function messagesWithout(messages: readonly BundleMessage[], disguise: Disguise): readonly BundleMessage[] {
  const tone = /("tone"\s*:\s*")(\w+)"/g;
  const pressed = messages.flatMap(({ atMs, appId, requestBody = '' }) =>
    [...requestBody.matchAll(tone)].map(([, , name = '']) => ({ atMs, who: appId, key: keyOfTone(name) ?? '' })),
  );
  const keys = [...withoutLongNumbers(pressed)];
  const toned = (body: string): string =>
    body.replace(tone, (whole, before: string) => {
      const key = keys.shift() ?? '';
      return key === '' ? whole : `${before}${toneOfKey(key)}"`;
    });
  return messages.map(({ requestBody, responseBody, ...message }) => ({
    ...message,
    appId: disguise.text(message.appId),
    url: disguise.text(message.url),
    ...(requestBody !== undefined && { requestBody: disguise.body(toned(requestBody)) }),
    ...(responseBody !== undefined && { responseBody: disguise.body(responseBody) }),
  }));
}

function silenced(bundle: Bundle, name: string): string {
  return Buffer.from(writeWav(toneInPlaceOf(soundOf(bundle, name)))).toString('base64');
}

function jsonOf(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? 'null');
  } catch {
    return undefined;
  }
}

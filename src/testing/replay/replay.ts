/** Plays a captured call again, against bots that may have changed: people do the same at the same moments, and the messages are compared. */
import type { Bundle, BundleMessage } from '../../bundles/bundle.ts';
import { firstDifference, type FirstDifference } from '../../bundles/first-difference.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { openLab, type LabOptions } from '../with-lab.ts';
import { bundleOf } from './bundle-of.ts';
import { heardDifference, type HeardDifference } from './heard-difference.ts';
import { Performance } from './performance.ts';

export type ReplayOptions = Omit<LabOptions, 'isRealTime'>;

export type Replayed = {
  /** Undefined: the bot did as before, message for message. */
  readonly difference?: FirstDifference | undefined;
  /** Undefined: people hear the same, or it was not compared (see `notCompared`): that wants a call of a lab with the same voice. */
  readonly heardDifference?: HeardDifference | undefined;
  /** What was not looked at, a sentence each: without a difference this call went as before but for that. */
  readonly notCompared: readonly string[];
  /** What could not be done again, a sentence each: a phone that did not ring this time. */
  readonly missed: readonly string[];
  /** The call as it went this time. */
  readonly bundle: Bundle;
};

/** How long the call is watched after the last deed. */
const AFTERWARDS_MS = 10_000;

/**
 * @example
 * const { difference } = await replay(readBundle(await readFile('call.json', 'utf8')), { bots: { '100': frontDesk } });
 * assert.equal(difference?.shown, undefined);
 */
export async function replay(bundle: Bundle, options: ReplayOptions): Promise<Replayed> {
  const first = bundle.deeds.find(({ kind }) => kind === 'dial' || kind === 'join');
  if (!first)
    throw new LabError(
      'testing/no-replay',
      'Nobody dials in this captured call: a call that a bot placed cannot be replayed, since nothing tells when.',
    );
  const lab = await openLab({ startMs: bundle.call.begunMs, ...options });
  try {
    return await played(lab, bundle);
  } finally {
    await lab.house[Symbol.asyncDispose]();
  }
}

async function played(lab: Lab, bundle: Bundle): Promise<Replayed> {
  const apps = new Set(lab.house.people.directory.apps.map(({ number }) => number));
  const missing = bundle.apps.filter(({ number }) => number !== '' && !apps.has(number) && isCalled(bundle, number));
  if (missing.length > 0) {
    const names = missing.map(({ name, number }) => `${name} at ${number}`).join(', ');
    throw new LabError(
      'testing/no-replay',
      `The captured call is with ${names}: give the bots by their numbers, such as { bots: { '${missing[0]?.number ?? ''}': bot } }.`,
    );
  }
  for (const { userId, name, number } of bundle.people) lab.house.people.moveIn({ userId, name, number });
  const performance = new Performance(lab, bundle);
  const { time } = lab.house;
  const beganMs = time.clock.now();
  for (const deed of bundle.deeds) {
    await time.pass(Math.max(0, beganMs + deed.atMs - time.clock.now()));
    await performance.does(deed);
  }
  const endMs = lastMomentOf(bundle);
  await time.pass(Math.max(0, beganMs + endMs - time.clock.now()) + AFTERWARDS_MS);
  const line = performance.firstLine;
  if (!line) throw new LabError('testing/no-replay', `The captured call could not be begun: ${performance.missed.join(' ')}`);
  const now = bundleOf(lab, line);
  const nameOf = (appId: string): string | undefined => [...bundle.apps, ...now.apps].find((app) => app.appId === appId)?.name;
  const difference = firstDifference(bundle.messages, upTo(now, endMs + AFTERWARDS_MS), { nameOf });
  const heard = whyUnheard(bundle, now) === undefined ? heardDifference(bundle, now) : undefined;
  return { difference, heardDifference: heard, notCompared: notComparedIn(bundle, now), missed: performance.missed, bundle: now };
}

function notComparedIn(before: Bundle, now: Bundle): readonly string[] {
  const why = whyUnheard(before, now);
  const parts = [
    ...(why === undefined ? [] : [`What people heard was not compared: ${why}. Other words in a prompt are not found.`]),
    ...(before.messages.length === 0 ? ['Messages were not compared: there are none in the saved call.'] : []),
  ];
  const lacks = before.lacks.filter((sentence) => !sentence.startsWith('What people heard'));
  return [...parts, ...lacks.map((sentence) => `The saved call says: ${sentence}`)];
}

/** Why sound cannot be compared; undefined where it can. */
function whyUnheard(before: Bundle, now: Bundle): string | undefined {
  if (before.made.where === 'switchboard') return 'this call was saved from a switchboard, which does not keep it';
  if (before.personsRemoved?.sound === 'removed') return 'sound was removed from this call';
  if (before.heard.length === 0) return 'it is not in the saved call';
  return before.made.by === now.made.by ? undefined : `the saved call was made by ${before.made.by}, and this one by ${now.made.by}`;
}

function isCalled({ call, messages }: Bundle, number: string): boolean {
  return call.to.number === number || messages.length > 0;
}

function lastMomentOf({ deeds, messages }: Bundle): number {
  const times: readonly { readonly atMs: number }[] = [...deeds, ...messages];
  return Math.max(0, ...times.map(({ atMs }) => atMs));
}

function upTo({ messages }: Bundle, endMs: number): readonly BundleMessage[] {
  return messages.filter(({ atMs }) => atMs <= endMs);
}

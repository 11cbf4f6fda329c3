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
  /** Undefined: people hear the same; compared where the captured call comes from a lab with the same voice. */
  readonly heardDifference?: HeardDifference | undefined;
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
  const areVoicesAlike = bundle.made.where === 'lab' && bundle.made.by === now.made.by && bundle.personsRemoved?.sound !== 'removed';
  const nameOf = (appId: string): string | undefined => [...bundle.apps, ...now.apps].find((app) => app.appId === appId)?.name;
  const difference = firstDifference(bundle.messages, upTo(now, endMs + AFTERWARDS_MS), { nameOf });
  const heard = areVoicesAlike ? heardDifference(bundle, now) : undefined;
  return { difference, heardDifference: heard, missed: performance.missed, bundle: now };
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

/** A call of this switchboard as a bundle: its facts, the messages that the inspector has, and what was captured of it. */
import type { Clock } from '../base/clock.ts';
import type { Bundle } from '../bundles/bundle.ts';
import { BundleMaker } from '../bundles/bundle-maker.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import type { LadderMessage } from '../wire/live/ladder.ts';
import type { CallCapture } from './call-capture.ts';
import { deedsOfFacts } from './call-deeds.ts';
import { version } from './version.ts';

export type CallBundleOptions = {
  /** All facts of a call, in their order; none for a call that nobody knows. */
  readonly factsOf: (callId: string) => Promise<readonly CallFact[]>;
  readonly ladders: { of(callId: string): readonly LadderMessage[] };
  /** Undefined while the house keeps neither sound nor keys. */
  readonly capture: CallCapture | undefined;
  readonly clock: Clock;
};

/** Undefined for a call that is not known. One that is up still is given as far as it has come. */
export async function callBundle(callId: string, { factsOf, ladders, capture, clock }: CallBundleOptions): Promise<Bundle | undefined> {
  const facts = await factsOf(callId);
  if (!facts.some(({ type }) => type === 'callStarted')) return undefined;
  const maker = new BundleMaker({ callId, made: { atMs: clock.wallMs(), by: version, where: 'switchboard' } });
  for (const fact of facts) maker.fact(fact);
  for (const { wallMs, deed } of deedsOfFacts(facts)) maker.deed(wallMs, deed);
  const rungs = ladders.of(callId);
  for (const rung of rungs) if (rung.kind === 'exchange') maker.rung(rung);
  const captured = capture?.of(callId);
  for (const { wallMs, deed } of captured?.deeds ?? []) maker.deed(wallMs, deed);
  for (const piece of captured?.said ?? []) maker.said(piece);

  if (!facts.some(({ type }) => type === 'callEnded')) maker.lacks('The call was still up: what came later is missing.');
  if (rungs.length === 0) maker.lacks('Messages are missing: they are kept in memory, for the latest calls since the program was started.');
  else if ((rungs[0]?.order ?? 1) > 1) maker.lacks('The oldest messages are missing: the call had more than are kept.');
  if (!capture) maker.lacks('What people said and pressed is missing: capture was off. Start Rollcall with --capture.');
  else if (!captured)
    maker.lacks(`What people said and pressed is missing: it is kept for the latest ${String(capture.callLimit)} calls since the program was started.`); // prettier-ignore
  else if (captured.lostSound) maker.lacks('Some of what people said is missing: there was more than is kept.');
  maker.lacks('What people heard is missing: the switchboard keeps what they say.');
  return maker.bundle();
}

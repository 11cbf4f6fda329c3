/** The whole story of one call, told from its facts alone: who was in it, from when to when, and how it ended. */
import type { LegEnd } from '../call.ts';
import type { CallFact } from '../call-fact.ts';
import type { Party } from '../directory.ts';

/** Times are milliseconds since 1970 UTC. */
export type CallStory = {
  readonly callId: string;
  readonly from: Party;
  readonly to: Party;
  readonly startedMs: number;
  /** When the last fact so far was told. */
  readonly latestMs: number;
  readonly endedMs?: number | undefined;
  readonly endedBecause?: string | undefined;
  /** There once any number may talk. */
  readonly group?:
    { readonly threadId: string; readonly meetingId?: string | undefined; readonly subject?: string | undefined } | undefined;
  readonly stays: readonly Stay[];
};

/** One connection of one party. */
export type Stay = {
  readonly legId: string;
  readonly party: Party;
  readonly beganMs: number;
  /** Both heard each other; never, if it rang in vain. */
  readonly connectedMs?: number | undefined;
  readonly isInLobby: boolean;
  /** When it could hear and be heard; the last one is open while it still can. */
  readonly heard: readonly Interval[];
  /** How long it waited in a lobby until it was let in, and how long it spoke. */
  readonly waitedMs?: number | undefined;
  readonly spokenMs?: number | undefined;
  readonly endedMs?: number | undefined;
  readonly endedAs?: LegEnd | undefined;
};

type Interval = { readonly fromMs: number; readonly toMs?: number | undefined };

const mostStays = 2_000;

/** The story with one more fact. A fact of a call whose beginning is not known gives undefined. */
export function toldFurther(story: CallStory | undefined, fact: CallFact): CallStory | undefined {
  const { callId, atMs } = fact;
  if (fact.type === 'callStarted')
    return { callId, from: fact.from, to: fact.to, startedMs: atMs, latestMs: atMs, stays: story?.stays ?? [] };
  if (!story) return undefined;
  const next = { ...story, latestMs: atMs };
  switch (fact.type) {
    case 'becameGroup':
      return { ...next, group: { threadId: fact.threadId, meetingId: fact.meetingId, subject: fact.subject } };
    case 'callEnded':
      return ended(next, atMs, fact.because);
    case 'legRang':
    case 'legAnswered':
      return { ...next, stays: withStay(next, fact, atMs, (stay) => stay) };
    case 'legConnected':
      return { ...next, stays: withStay(next, fact, atMs, (stay) => joined({ ...stay, connectedMs: stay.connectedMs ?? atMs }, atMs)) };
    case 'legInLobby':
      return {
        ...next,
        stays: withStay(next, fact, atMs, (stay) =>
          fact.isInLobby ? waiting(stay, atMs) : { ...admitted(stay, atMs), waitedMs: fact.waitedMs },
        ),
      };
    case 'legMoved':
      return {
        ...next,
        stays: withStay(next, fact, atMs, (stay) =>
          fact.isHere ? joined({ ...stay, connectedMs: atMs }, atMs) : spoke(left(stay, atMs), fact),
        ),
      };
    case 'legEnded':
      return { ...next, stays: withStay(next, fact, atMs, (stay) => ({ ...spoke(left(stay, atMs), fact), endedAs: fact.as })) };
    default:
      return next;
  }
}

/** The story with an end, for whoever was cut off in the middle of it. */
export function ended(story: CallStory, endedMs: number, endedBecause: string): CallStory {
  return { ...story, endedMs, endedBecause, stays: story.stays.map((stay) => (stay.endedMs === undefined ? left(stay, endedMs) : stay)) };
}

function withStay(
  { stays }: CallStory,
  { legId, party }: { readonly legId: string; readonly party: Party },
  atMs: number,
  change: (stay: Stay) => Stay,
): readonly Stay[] {
  if (stays.some((stay) => stay.legId === legId)) return stays.map((stay) => (stay.legId === legId ? change(stay) : stay));
  if (stays.length >= mostStays) return stays;
  return [...stays, change({ legId, party, beganMs: atMs, isInLobby: false, heard: [] })];
}

function spoke(stay: Stay, { spokenMs = 0 }: { readonly spokenMs?: number | undefined }): Stay {
  return spokenMs === 0 ? stay : { ...stay, spokenMs: (stay.spokenMs ?? 0) + spokenMs };
}

function joined(stay: Stay, atMs: number): Stay {
  if (stay.isInLobby || stay.heard.some(({ toMs }) => toMs === undefined)) return stay;
  return { ...stay, heard: [...stay.heard, { fromMs: atMs }] };
}

function waiting(stay: Stay, atMs: number): Stay {
  return { ...stay, isInLobby: true, heard: closed(stay, atMs) };
}

function admitted(stay: Stay, atMs: number): Stay {
  const inside = { ...stay, isInLobby: false };
  return stay.connectedMs === undefined ? inside : joined(inside, atMs);
}

function left(stay: Stay, atMs: number): Stay {
  return { ...stay, heard: closed(stay, atMs), endedMs: stay.endedMs ?? atMs };
}

function closed({ heard }: Stay, atMs: number): readonly Interval[] {
  return heard.map((each) => (each.toMs === undefined ? { ...each, toMs: atMs } : each));
}

/** Where two runs of a call part: the first message that is another than before. */
import type { BundleMessage } from './bundle.ts';
import { firstDifferentPlace, type DifferentPlace } from './different-place.ts';
import { homeIn, normalMessages, type NormalMessage } from './normal-message.ts';
import { shownDifference } from './shown-difference.ts';

export type FirstDifference = {
  /** The place of the message among all of `before`; where it is one more than before, among all of `after`. */
  readonly index: number;
  /** The app's id as `before` has it, or `after` where only that knows the app. */
  readonly appId: string;
  readonly direction: BundleMessage['direction'];
  /** Its place among the app's messages of that direction, from 1. */
  readonly nth: number;
  /** Absent where there is no such message (any more). */
  readonly before?: BundleMessage | undefined;
  readonly after?: BundleMessage | undefined;
  /** What of it differs first, as a path: `requestBody.prompts.0.mediaInfo.uri`, `status`; empty where a whole message is missing. */
  readonly where: string;
  readonly sentence: string;
  /** For a terminal: three messages that are alike, then the two that differ, one under the other. */
  readonly shown: string;
};

export type ComparingOptions = {
  /** What an app is called in the sentence. */
  readonly nameOf?: (appId: string) => string | undefined;
};

type Placed = { readonly index: number; readonly message: BundleMessage };
type Lists = ReadonlyMap<string, readonly Placed[]>;
type Side = { readonly placed: readonly Placed[]; readonly home: string | undefined };
type Lane = { readonly appId: string; readonly direction: BundleMessage['direction']; readonly before: Side; readonly after: Side }; // prettier-ignore

/**
 * The first message that differs, or undefined when all are alike. What differs from run to run anyway (ids, times, links) does not count.
 *
 * Messages that are under way at once may overtake each other: so each app's commands are compared with its commands, and its
 * notifications with its notifications, each in their own order. How the two are interleaved is not compared, and an id counts as the
 * same only within one such list. That the switchboard fetches a prompt is not compared: it keeps prompts that it has had before. Apps are taken for the same by their id, and where that is another by the order in which they appear.
 */
export function firstDifference(
  before: readonly BundleMessage[],
  after: readonly BundleMessage[],
  { nameOf = () => undefined }: ComparingOptions = {},
): FirstDifference | undefined {
  const found = lanesOf(before, after).flatMap((lane) => differenceIn(lane, nameOf) ?? []);
  const timeOf = ({ before: one, after: other }: FirstDifference): number => (one ?? other)?.atMs ?? 0;
  // What an app does differently comes before what the switchboard then tells it differently.
  return found.toSorted((a, b) => timeOf(a) - timeOf(b) || Number(a.direction > b.direction) - Number(a.direction < b.direction))[0];
}

function differenceIn(
  { appId, direction, before: { placed: before, home }, after: { placed: after, home: homeNow } }: Lane,
  nameOf: (appId: string) => string | undefined,
): FirstDifference | undefined {
  // prettier-ignore
  const [normalBefore, normalAfter] = [normalMessages(before.map(messageOf), { home }), normalMessages(after.map(messageOf), { home: homeNow })];
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const [one, other] = [normalBefore[at], normalAfter[at]];
    const place = one && other ? firstDifferentPlace(one, other) : undefined;
    if (one && other && !place) continue;
    const nth = at + 1;
    const who = `${direction} ${String(nth)} of ${nameOf(appId) ?? `app ${appId}`}`;
    return {
      index: (before[at] ?? after[at])?.index ?? 0,
      appId,
      direction,
      nth,
      before: before[at]?.message,
      after: after[at]?.message,
      where: place?.path ?? '',
      sentence: sentenceOf(who, one, other, place),
      shown: shownDifference({ direction, nth, context: normalBefore.slice(Math.max(0, at - 3), at), before: one, after: other, place }),
    };
  }
  return undefined;
}

function sentenceOf(
  who: string,
  one: NormalMessage | undefined,
  other: NormalMessage | undefined,
  place: DifferentPlace | undefined,
): string {
  // prettier-ignore
  if (one && !other) return `There is no ${who} any more: it was ${lineOf(one)}.`;
  if (other && !one) return `There is one more ${who} than before: ${lineOf(other)}.`;
  if (!one || !other || !place) return '';
  if (place.path === 'method' || place.path === 'url') return `The ${who} is another: it was ${lineOf(one)}, and is ${lineOf(other)}.`;
  return `The ${who} (${lineOf(one)}) differs at ${place.path}: it was ${shortened(place.before)}, and is ${shortened(place.after)}.`;
}

function lineOf({ method, url }: NormalMessage): string {
  return `${method} ${url}`;
}

function shortened(value: unknown): string {
  const text = value === undefined ? 'not there' : JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

function lanesOf(before: readonly BundleMessage[], after: readonly BundleMessage[]): readonly Lane[] {
  const [old, now] = [listsOf(before), listsOf(after)];
  const [oldApps, nowApps] = [appsIn(before), appsIn(after)];
  const unknown = nowApps.filter((appId) => !oldApps.includes(appId));
  const pairs = oldApps.map((appId) => [appId, nowApps.includes(appId) ? appId : (unknown.shift() ?? appId)] as const);
  const all = [...pairs, ...unknown.map((appId) => [appId, appId] as const)];
  return all.flatMap(([oldId, nowId]) =>
    (['command', 'notification'] as const).map((direction) => ({
      appId: oldId,
      direction,
      before: sideOf(old, oldId, direction),
      after: sideOf(now, nowId, direction),
    })),
  );
}

function sideOf(lists: Lists, appId: string, direction: BundleMessage['direction']): Side {
  const told = lists.get(`notification ${appId}`) ?? [];
  return { placed: lists.get(`${direction} ${appId}`) ?? [], home: homeIn(told.map(messageOf)) };
}

function listsOf(messages: readonly BundleMessage[]): Lists {
  const lists = new Map<string, Placed[]>();
  for (const [index, message] of messages.entries()) {
    if (message.direction === 'notification' && message.method === 'GET') continue;
    const key = `${message.direction} ${message.appId}`;
    lists.set(key, [...(lists.get(key) ?? []), { index, message }]);
  }
  return lists;
}

function appsIn(messages: readonly BundleMessage[]): readonly string[] {
  return [...new Set(messages.map(({ appId }) => appId))];
}

function messageOf({ message }: Placed): BundleMessage {
  return message;
}

/** The attendance of a meeting, as lines for its chat. */
import type { Attended, Visit } from 'rollcall';
import { nameOf } from './company.ts';

/** People who were in it, and not in its lobby alone. Times are milliseconds since 1970 UTC. */
export function peopleOf(attended: readonly Attended[], nowMs: number): readonly Attended[] {
  return attended.filter(({ isSelf, party, visits }) => !isSelf && party.kind !== 'app' && presentMs(visits, nowMs) > 0);
}

/** How long somebody was there, by however many devices. Visits are in the order in which they began. */
export function presentMs(visits: readonly Visit[], nowMs: number): number {
  let untilMs = 0;
  let sumMs = 0;
  for (const { joinedMs, leftMs = nowMs, lobbyMs } of visits) {
    sumMs += Math.max(0, leftMs - Math.max(joinedMs + lobbyMs, untilMs));
    untilMs = Math.max(untilMs, leftMs);
  }
  return sumMs;
}

/** One line each, in the order in which they came. */
export function tableOf(attended: readonly Attended[], nowMs: number): readonly string[] {
  const people = peopleOf(attended, nowMs);
  const spoken = ({ spokenMs = 0 }: Attended): number => spokenMs;
  const [longest] = people.filter((each) => spoken(each) > 0).toSorted((a, b) => spoken(b) - spoken(a));
  return [
    ...people.map((each) => {
      const { visits } = each;
      const isHere = visits.some(({ leftMs }) => leftMs === undefined);
      const leftMs = Math.max(...visits.map((visit) => visit.leftMs ?? 0));
      const times = `${timeOf(visits[0]?.joinedMs ?? nowMs)} to ${isHere ? 'now' : timeOf(leftMs)}`;
      const spoke = spoken(each) > 0 ? `, spoke ${shown(spoken(each))}` : '';
      return `${nameOf(each)}: ${times}, ${shown(presentMs(visits, nowMs))}${spoke}`;
    }),
    ...(longest ? [`${nameOf(longest)} spoke longest.`] : []),
  ];
}

/** `90 s`, `12 min`. */
export function shown(ms: number): string {
  return ms < 120_000 ? `${String(Math.round(ms / 1_000))} s` : `${String(Math.round(ms / 60_000))} min`;
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

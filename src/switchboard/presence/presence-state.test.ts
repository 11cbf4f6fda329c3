import { describe, expect, test } from 'vitest';
import { nextChangeMs, presenceOf, swept, type AppSession, type KeptPresence, type Seen } from './presence-state.ts';

const minute = 60_000;
const session = (availability: string, activity: string, more: Partial<AppSession> = {}): AppSession => ({
  sessionId: availability,
  availability,
  activity,
  setMs: 0,
  expiresMs: 60 * minute,
  ...more,
});
const kept = (sessions: readonly AppSession[], more: Partial<KeptPresence> = {}): KeptPresence => ({ userId: 'ada', sessions, ...more });
const away: Seen = { isAtPage: false };
const shown = (presence: KeptPresence, seen: Seen, nowMs: number): string => {
  const { availability, activity } = presenceOf(presence, seen, nowMs);
  return `${availability}/${activity}`;
};
const preferred = { availability: 'BeRightBack', activity: 'BeRightBack', expiresMs: 90 * minute };

describe('presence', () => {
  test.each<[string, KeptPresence, Seen, number, string]>([
    ['of nobody', kept([]), away, 0, 'Offline/Offline'],
    ['at a window', kept([]), { isAtPage: true }, 0, 'Available/Available'],
    ['in a call at a window', kept([]), { isAtPage: true, activity: 'InACall' }, 0, 'Busy/InACall'],
    [
      'in a call, whatever an app says',
      kept([session('Available', 'Available')]),
      { isAtPage: true, activity: 'InACall' },
      0,
      'Busy/InACall',
    ],
    [
      'presenting before busy',
      kept([session('Busy', 'InACall'), session('DoNotDisturb', 'Presenting')]),
      away,
      0,
      'DoNotDisturb/Presenting',
    ],
    [
      'busy before available before away',
      kept([session('Away', 'Away'), session('Available', 'Available')]),
      away,
      0,
      'Available/Available',
    ],
    ['one moment before it fades', kept([session('Available', 'Available')]), away, 5 * minute - 1, 'Available/Available'],
    ['faded once', kept([session('Available', 'Available')]), away, 5 * minute, 'Available/AvailableInactive'],
    ['faded twice', kept([session('Available', 'Available')]), away, 10 * minute, 'Away/Away'],
    ['faded, but at a window', kept([session('Available', 'Available')]), { isAtPage: true }, 10 * minute, 'Available/Available'],
    ['busy does not fade', kept([session('Busy', 'InACall')]), away, 59 * minute, 'Busy/InACall'],
    ['run out', kept([session('Busy', 'InACall')]), away, 60 * minute, 'Offline/Offline'],
    ['as she prefers', kept([session('Busy', 'InACall')], { preferred }), away, 0, 'BeRightBack/BeRightBack'],
    ['as she prefers, with no session', kept([], { preferred }), away, 0, 'Offline/Offline'],
    ['as she preferred', kept([], { preferred }), { isAtPage: true }, 90 * minute, 'Available/Available'],
  ])('%s', (_, presence, seen, nowMs, expected) => {
    expect(shown(presence, seen, nowMs)).toBe(expected);
  });
});

test('it changes by itself at the moments at which something fades or runs out, and then never', () => {
  const presence = kept([session('Available', 'Available')], { preferred });
  const moments: number[] = [];
  for (let next = nextChangeMs(presence, 0); next !== undefined; next = nextChangeMs(presence, next)) moments.push(next / minute);
  expect(moments).toEqual([5, 10, 60, 90]);
  expect(swept(presence, 90 * minute)).toEqual({ userId: 'ada', sessions: [] });
});

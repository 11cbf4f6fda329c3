/** What a storm is made of: each kind of fault with how bad it may be. The more entries a kind has, the more often it comes. */
import type { Random } from '../../base/random.ts';
import type { LabHouse } from '../house/lab-house.ts';
import type { Fault } from './fault.ts';
import type { Faults } from './faults.ts';
import type { Moment } from './kills.ts';

export type StormKind = 'notifications' | 'graph' | 'tokens' | 'keys' | 'packets' | 'voice' | 'store' | 'bots' | 'switchboard';

type Weather = { readonly faults: Faults; readonly house: LabHouse; readonly whims: Random; readonly strength: number };

/** Begins a fault; undefined where it is over as soon as it has come. */
type Gust = (weather: Weather) => Fault | undefined;

const moments: readonly Moment[] = [
  'callTaken',
  'legAnswered',
  'legConnected',
  'legEnded',
  'taskStarted',
  'taskEnded',
  'transferStarted',
  'transferFailed',
  'keyPressed',
];
const statuses = [500, 502, 503] as const;

export const gusts: Readonly<Record<StormKind, readonly Gust[]>> = {
  notifications: [
    ({ faults, ...weather }) => faults.notifications.late(upTo(4_000, weather), { share: shareIn(weather) }),
    ({ faults, ...weather }) => faults.notifications.twice({ share: shareIn(weather), after: upTo(2_000, weather) }),
    ({ faults, ...weather }) => faults.notifications.twice({ share: shareIn(weather), hasSameId: true }),
    ({ faults, ...weather }) => faults.notifications.outOfOrder({ share: shareIn(weather) }),
    ({ faults, ...weather }) => faults.notifications.lost({ share: shareIn(weather) / 2 }),
  ],
  graph: [
    ({ faults, ...weather }) => faults.graph.tooMany({ share: shareIn(weather), retryAfter: upTo(3_000, weather) }),
    ({ faults, ...weather }) => faults.graph.fails(oneOf(statuses, weather), { share: shareIn(weather) }),
    ({ faults, ...weather }) => faults.graph.slow(upTo(5_000, weather), { share: shareIn(weather) }),
    ({ faults, ...weather }) => faults.graph.drops({ share: shareIn(weather) }),
    ({ faults, ...weather }) => faults.graph.dropsAnswers({ share: shareIn(weather) }),
  ],
  tokens: [({ faults }) => faults.tokens.expire(), ({ faults, ...weather }) => faults.tokens.fail({ share: shareIn(weather) })],
  keys: [
    ({ faults }) => {
      void faults.keys.rotate();
      return undefined;
    },
  ],
  packets: [
    ({ faults, ...weather }) => faults.packets({ lost: shareIn(weather) / 3, late: upTo(120, weather), reordered: shareIn(weather) / 4 }),
    ({ faults, ...weather }) => faults.packets({ lost: shareIn(weather), of: oneOf(weather.house.people.directory.people, weather).name }),
  ],
  voice: [
    ({ faults, ...weather }) => faults.voice.fails({ share: shareIn(weather) }),
    ({ faults, ...weather }) => faults.voice.slow(upTo(3_000, weather), { share: shareIn(weather) }),
  ],
  store: [({ faults, ...weather }) => faults.store.fails({ share: shareIn(weather) })],
  bots: [
    ({ faults, ...weather }) => {
      const number = oneOf(weather.house.numbers, weather);
      const restartAfter = upTo(10_000, weather);
      return faults.kill(number, weather.whims.unit() < 0.3 ? { restartAfter } : { restartAfter, after: oneOf(moments, weather) });
    },
  ],
  switchboard: [
    ({ faults, ...weather }) => faults.kill('switchboard', { restartAfter: upTo(5_000, weather), after: oneOf(moments, weather) }),
  ],
};

export const stormKinds: readonly StormKind[] = Object.keys(gusts) as readonly StormKind[];

function shareIn({ whims, strength }: Pick<Weather, 'whims' | 'strength'>): number {
  return Math.max(0.05, Math.round(whims.unit() * strength * 100) / 100);
}

function upTo(mostMs: number, { whims }: Pick<Weather, 'whims'>): number {
  return Math.round(50 + whims.unit() * (mostMs - 50));
}

function oneOf<T>(choices: readonly T[], { whims }: Pick<Weather, 'whims'>): T {
  const choice = choices[Math.floor(whims.unit() * choices.length)];
  if (choice === undefined) throw new TypeError('there is nothing to choose from');
  return choice;
}

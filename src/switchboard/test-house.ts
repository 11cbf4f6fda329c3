/** A small house to test in: two people, three apps, an engine without sound, and a clock that is turned by hand. */
import { silentLog } from '../base/log.ts';
import { seededRandom, type Random } from '../base/random.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import type { AppLeg, Leg, PersonLeg } from './call.ts';
import type { CallFact } from './call-fact.ts';
import type { AppEntry, Directory } from './directory.ts';
import { FakeEngine } from './fake-engine.ts';
import type { Limits } from './limits.ts';
import type { AppNotice, PromptsWanted } from './notice.ts';
import { Switchboard } from './switchboard.ts';

export type House = {
  readonly switchboard: Switchboard;
  readonly engine: FakeEngine;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly notices: AppNotice[];
  readonly wanted: PromptsWanted[];
  readonly facts: CallFact[];
  /** What the apps were told, as short words, in order. */
  told(): readonly string[];
  personLeg(userId: string): PersonLeg | undefined;
  appLeg(appId: string): AppLeg | undefined;
};

function app(appId: string, number: string): AppEntry {
  const permissions = ['Calls.Initiate.All', 'Calls.AccessMedia.All'];
  return {
    appId,
    name: appId,
    number,
    says: `It is ${appId}.`,
    webhook: `http://localhost/${appId}`,
    secret: 's3cret',
    isLocal: true,
    permissions,
  };
}

export const directory: Directory = {
  tenantId: 'tenant-1',
  people: [
    { userId: 'ada', name: 'Ada', number: '201' },
    { userId: 'grace', name: 'Grace', number: '202' },
    { userId: 'linus', name: 'Linus', number: '203' },
  ],
  apps: [app('desk', '100'), app('echo', '101'), app('voicemail', '102')],
};

export function house({
  noAnswer,
  limits,
  seed = 1,
}: { noAnswer?: Directory['noAnswer']; limits?: Partial<Limits>; seed?: number } = {}): House {
  const clock = virtualClock();
  const random = seededRandom(seed);
  const engine = new FakeEngine();
  const sound = new Uint8Array([1]);
  const announcements = { 'bot-not-answering': sound, 'number-unknown': sound, 'nobody-answers': sound };
  const switchboard = new Switchboard({
    directory: { ...directory, noAnswer },
    engine,
    clock,
    random,
    log: silentLog,
    announcements,
    limits,
  });
  const notices: AppNotice[] = [];
  const wanted: PromptsWanted[] = [];
  const facts: CallFact[] = [];
  switchboard.facts.on('appNotice', (notice) => void notices.push(notice));
  switchboard.facts.on('promptsWanted', (each) => void wanted.push(each));
  switchboard.facts.on('told', ({ fact }) => void facts.push(fact));
  const find = (wants: (leg: Leg) => boolean): Leg | undefined =>
    switchboard
      .calls()
      .flatMap(({ legs }) => legs)
      .findLast(wants);
  return {
    switchboard,
    engine,
    clock,
    random,
    notices,
    wanted,
    facts,
    told: () => notices.map(shortly),
    personLeg: (userId) => find((leg) => leg.kind === 'person' && leg.userId === userId) as PersonLeg | undefined,
    appLeg: (appId) => find((leg) => leg.kind === 'app' && leg.appId === appId) as AppLeg | undefined,
  };
}

function shortly(notice: AppNotice): string {
  const detail =
    notice.kind === 'established' ? (notice.transferFailed ? ' again' : notice.isMediaActive ? ' active' : '')
    : notice.kind === 'terminated' ? ` ${notice.as}`
    : notice.kind === 'tone' ? ` ${notice.key}#${String(notice.sequenceId)}`
    : notice.kind === 'taskEnded' ? ` ${notice.task.kind} ${notice.end.outcome}`
    : ''; // prettier-ignore
  return `${notice.appId} ${notice.kind}${detail}`;
}

/** Places a call whose sound is up. */
export async function dialled({ switchboard, engine }: House, userId: string, number: string): Promise<{ callId: string; legId: string }> {
  const result = switchboard.dial({ userId, pageId: `page-${userId}`, number });
  if (!result.ok) throw new Error(result.message);
  await engine.connect({ roomId: result.callId, legId: result.legId, offer: '' });
  return result;
}

/** A call from Ada to the desk that is established; gives the desk's leg. */
export async function atDesk(h: House): Promise<{ appId: string; legId: string }> {
  await dialled(h, 'ada', '100');
  const request = { appId: 'desk', legId: h.appLeg('desk')?.legId ?? '' };
  h.switchboard.answerApp({ ...request, callbackUri: 'http://localhost/callback' });
  return request;
}

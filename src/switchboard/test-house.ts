/** A small house to test in: four people, three apps, an engine without sound, and a clock that is turned by hand. */
import { silentLog } from '../base/log.ts';
import { seededRandom, type Random } from '../base/random.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import type { AppLeg, Leg, PersonLeg } from './call.ts';
import type { CallFact } from './call-fact.ts';
import type { AppEntry, Directory, PersonEntry } from './directory.ts';
import { FakeEngine } from './fake-engine.ts';
import type { RecordingPlaces } from './keeping/call-keeping.ts';
import type { Limits } from './limits.ts';
import type { LobbyBypass, Meeting, MeetingBook } from './meeting.ts';
import type { AppNotice, PromptsWanted } from './notice.ts';
import type { Result } from './result.ts';
import { Switchboard } from './switchboard.ts';
import type { HouseSpeech } from './transcribing/house-speech.ts';

export type House = {
  readonly switchboard: Switchboard;
  readonly engine: FakeEngine;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly notices: AppNotice[];
  readonly wanted: PromptsWanted[];
  readonly facts: CallFact[];
  /** What the switchboard logged as its own mistakes. */
  readonly mistakes: string[];
  /** What the apps were told, as short words, in order. */
  told(): readonly string[];
  personLeg(userId: string): PersonLeg | undefined;
  appLeg(appId: string): AppLeg | undefined;
};

function app(appId: string, number: string): AppEntry {
  const grants = { 'tenant-1': ['Calls.Initiate.All', 'Calls.AccessMedia.All'] };
  return {
    appId,
    tenantId: 'tenant-1',
    name: appId,
    number,
    says: `It is ${appId}.`,
    webhook: `http://localhost/${appId}`,
    credentials: [],
    isLocal: true,
    grants,
  };
}

function person(userId: string, name: string, number: string, tenantId = 'tenant-1'): PersonEntry {
  return { userId, tenantId, name, number };
}

export const directory: Directory = {
  tenantId: 'tenant-1',
  tenants: [
    { tenantId: 'tenant-1', name: 'The house' },
    { tenantId: 'tenant-2', name: 'The neighbours' },
  ],
  people: [
    person('ada', 'Ada', '201'),
    person('grace', 'Grace', '202'),
    person('linus', 'Linus', '203'),
    person('eve', 'Eve', '901', 'tenant-2'),
  ],
  apps: [app('desk', '100'), app('echo', '101'), app('voicemail', '102')],
};

/** Ada's meeting of every week: its number is 5550100. */
export function meeting(scope: LobbyBypass['scope'] = 'everyone', rest: Partial<Meeting> = {}): Meeting {
  return {
    meetingId: 'weekly',
    tenantId: 'tenant-1',
    organizerId: 'ada',
    subject: 'Every week',
    threadId: '19:meeting_weekly@thread.v2',
    joinMeetingId: '5550100',
    startMs: 0,
    endMs: 0,
    lobby: { scope, invitedIds: ['grace'] },
    ...rest,
  };
}

/** A book with one meeting in it. */
export function bookOf(entry: Meeting): MeetingBook {
  return {
    find(key) {
      if (key.by === 'coordinates') return key.threadId === entry.threadId && key.organizerId === entry.organizerId ? entry : undefined;
      if (key.by === 'conversation') return key.conversationId === entry.meetingId ? entry : undefined;
      if (key.joinMeetingId !== entry.joinMeetingId) return undefined;
      return key.passcode === entry.passcode ? entry : 'wrongPasscode';
    },
  };
}

export function house({
  noAnswer,
  limits,
  meetings,
  apps = directory.apps,
  recordings,
  speech,
  seed = 1,
}: {
  apps?: Directory['apps'];
  noAnswer?: Directory['noAnswer'];
  limits?: Partial<Limits>;
  meetings?: MeetingBook;
  recordings?: RecordingPlaces;
  speech?: HouseSpeech;
  seed?: number;
} = {}): House {
  const clock = virtualClock();
  const random = seededRandom(seed);
  const engine = new FakeEngine();
  const sound = new Uint8Array([1]);
  const mistakes: string[] = [];
  const announcements = { 'bot-not-answering': sound, 'number-unknown': sound, 'nobody-answers': sound };
  const switchboard = new Switchboard({
    directory: { ...directory, apps, noAnswer },
    engine,
    clock,
    random,
    log: { ...silentLog, error: (message, data) => void mistakes.push(`${message} ${String(data?.['error'])}`) },
    announcements,
    holdMusic: () => new Uint8Array([9]),
    meetings,
    limits,
    recordings,
    speech,
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
    mistakes,
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
    : notice.kind === 'roster' ? ` ${notice.participants.map(({ self }) => self.name).join(',')}`
    : notice.kind === 'inviteEnded' ? ` ${notice.failed ?? 'joined'}`
    : notice.kind === 'holdEnded' ? ` ${notice.what}${notice.problem ? ' failed' : ''}`
    : notice.kind === 'keepingEnded' ? ` ${notice.what}${notice.problem ? ' failed' : ''}`
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

/** One who is rung answers at a window of hers, and her sound comes up. */
export async function taken(h: House, userId: string): Promise<void> {
  const legId = h.personLeg(userId)?.legId ?? '';
  const result = h.switchboard.answer({ legId, userId, pageId: `page-${userId}` });
  if (!result.ok) throw new Error(result.message);
  await h.engine.connect({ roomId: result.callId, legId, offer: '' });
}

/** Ada, the desk and Grace in a group call; gives the desk's leg. */
export async function threeTalk(h: House): Promise<{ appId: string; legId: string }> {
  const desk = await atDesk(h);
  done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId: 'grace' } }] }));
  await taken(h, 'grace');
  return desk;
}

/** The result of a command that is not refused. */
export function done<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

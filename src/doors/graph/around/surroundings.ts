/** What the house keeps around its calls: meetings, presence, records, and what is left of meetings; opened once, before the door. */
import type { Clock } from '../../../base/clock.ts';
import type { Log } from '../../../base/log.ts';
import type { Random } from '../../../base/random.ts';
import { Scope } from '../../../base/scope.ts';
import type { FactLog } from '../../../store/fact-log.ts';
import type { CallFact } from '../../../switchboard/call-fact.ts';
import type { Call } from '../../../switchboard/call.ts';
import type { Directory } from '../../../switchboard/directory.ts';
import type { Meeting } from '../../../switchboard/meeting.ts';
import { Meetings } from '../../../switchboard/meetings/meetings.ts';
import { PresenceBoard } from '../../../switchboard/presence/presence-board.ts';
import { CallRecords } from '../../../switchboard/records/call-records.ts';
import { MeetingCalls } from '../../../switchboard/records/meeting-calls.ts';
import { defaultAroundSettings, type AroundSettings } from './around-settings.ts';
import { clouds } from './clouds.ts';
import { noRecordings, type RecordingShelf } from './meetings/recording-shelf.ts';
import { noTranscripts, type TranscriptShelf } from './meetings/transcript-shelf.ts';
import { SubscriptionBook } from './subscriptions/subscription-book.ts';

export type SurroundingsOptions = {
  readonly log: Log;
  /** The switchboard's event log. */
  readonly facts: FactLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly directory: Directory;
  readonly settings?: Partial<AroundSettings> | undefined;
  /** What join links begin with; the cloud's Teams where left out. */
  readonly linkBase?: string | undefined;
  /** What the log tells of calls of earlier runs. */
  readonly earlier?: readonly CallFact[] | undefined;
  /** What both halves of the house have transcribed. */
  readonly transcripts?: TranscriptShelf | undefined;
  /** What both halves of the house have recorded. */
  readonly recordings?: RecordingShelf | undefined;
  /** Whether a person has a window open; nobody has where left out. */
  readonly isAtPage?: ((userId: string) => boolean) | undefined;
};

export type Surroundings = AsyncDisposable & {
  readonly settings: AroundSettings;
  readonly meetings: Meetings;
  readonly presence: PresenceBoard;
  readonly records: CallRecords;
  readonly meetingCalls: MeetingCalls;
  readonly transcripts: TranscriptShelf;
  readonly recordings: RecordingShelf;
  readonly subscriptions: SubscriptionBook;
  /** Tells the switchboard that is watched of a meeting that was planned anew: its call may be up. */
  meetingChanged(meeting: Meeting): void;
  /** From now on the switchboard's calls are watched; once only. */
  watch(switchboard: WatchedSwitchboard): void;
};

/** After which somebody may talk who did not, or not any more, or with more. */
const changesPresence: ReadonlySet<CallFact['type']> = new Set([
  'callStarted', 'legAnswered', 'legConnected', 'legEnded', 'becameGroup', 'legInLobby', 'legMoved', 'transferStarted', 'transferFailed', 'callEnded',
]); // prettier-ignore

/** The part of a switchboard that is watched. */
type WatchedSwitchboard = {
  calls(): readonly Call[];
  meetingChanged(meeting: Meeting): unknown;
  readonly facts: {
    on(name: 'told', listener: (told: { readonly call: Call; readonly fact: CallFact }) => void, options: { readonly signal: AbortSignal }): void; // prettier-ignore
  };
};

/** Rejects as the log does. The switchboard may be made after it, since it looks its meetings up here. */
export async function openSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { log, facts, clock, random, directory } = options;
  const settings = { ...defaultAroundSettings, ...options.settings };
  const tenants = directory.tenants.map(({ tenantId }) => tenantId);
  const scope = new Scope();
  let calls: () => readonly Call[] = () => [];
  let tellOf: (meeting: Meeting) => unknown = () => undefined;
  const linkBase = options.linkBase ?? clouds[settings.cloud].teams;
  const meetings = await Meetings.open({ log: facts, clock, random, tenants, linkBase });
  const presence = await PresenceBoard.open({
    log: facts,
    clock,
    directory,
    calls: () => calls(),
    isAtPage: options.isAtPage ?? (() => false),
    onError: (error) => log.error('a listener of presence failed', { error }),
  });
  scope.defer(() => presence[Symbol.dispose]());
  const records = new CallRecords();
  const meetingCalls = new MeetingCalls();
  records.recall(options.earlier ?? []);
  const subscriptions = await SubscriptionBook.open({ log: facts, clock, tenants, limits: settings.subscriptions });
  return {
    settings,
    meetings,
    presence,
    records,
    meetingCalls,
    transcripts: options.transcripts ?? noTranscripts,
    recordings: options.recordings ?? noRecordings,
    subscriptions,
    meetingChanged: (meeting) => void tellOf(meeting),
    watch(switchboard) {
      tellOf = (meeting) => switchboard.meetingChanged(meeting);
      calls = () => switchboard.calls();
      const take = ({ call, fact }: { readonly call: Call; readonly fact: CallFact }): void => {
        records.take(fact);
        meetingCalls.take(fact);
        if (!changesPresence.has(fact.type)) return;
        for (const leg of call.legs) if (leg.kind === 'person') presence.look(leg.userId);
      };
      switchboard.facts.on('told', take, { signal: scope.signal });
    },
    [Symbol.asyncDispose]: () => scope.end(),
  };
}

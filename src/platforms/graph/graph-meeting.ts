/** What a call says of its meeting, and what its organizer's list of meetings adds to that. Source: Graph docs, resources/organizermeetinginfo, api/onlinemeeting-get. */
import type { Cancel } from '../../base/cancel.ts';
import type { Log } from '../../base/log.ts';
import type { MeetingDetails } from '../../call/meeting.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { CallLife } from './call-life.ts';
import type { CallsApi } from './client/calls-api.ts';
import type { AnsweredMeeting, MeetingsApi } from './client/meetings-api.ts';
import { PlatformError } from './errors.ts';

export type GraphMeetingOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'get'>;
  readonly meetings: Pick<MeetingsApi, 'get' | 'byJoinMeetingId' | 'byJoinWebUrl'>;
  readonly life: CallLife;
  readonly log: Log;
  /** The link by which the bot came. */
  readonly joinUrl?: string | undefined;
};

export class GraphMeeting {
  readonly #options: GraphMeetingOptions;
  #known: MeetingDetails;
  #hasLooked = false;
  #isComplete = false;

  constructor(options: GraphMeetingOptions) {
    this.#options = options;
    this.#known = { joinUrl: options.joinUrl };
  }

  /** Takes in whatever a message about the call says; what is absent stays as it was. */
  heard({ subject, chatInfo, meetingInfo }: Call): void {
    const user = meetingInfo?.organizer?.user;
    this.#learn({
      subject: subject ?? undefined,
      threadId: chatInfo?.threadId ?? undefined,
      organizer: user?.id == null ? undefined : { id: user.id, name: user.displayName ?? this.#known.organizer?.name },
      joinMeetingId: meetingInfo?.joinMeetingId ?? undefined,
      passcode: meetingInfo?.passcode ?? undefined,
    });
  }

  /** Undefined in a call between two. Where the app may not read meetings, what the call itself says; asked for anew the next time. */
  async details({ signal }: Cancel = {}): Promise<MeetingDetails | undefined> {
    if (!this.#isComplete) {
      const { life } = this.#options;
      const cancel = { signal: signal ?? life.signal };
      if (!life.ended) await this.#unlessRefused(() => this.#readCall(cancel), signal);
      if (this.#isMeeting) await this.#unlessRefused(() => this.#readMeeting({ signal }), signal);
    }
    return this.#isConversation ? this.#known : undefined;
  }

  /** The first answer has the organizer, which messages do not have on every service. */
  async #readCall(cancel: Cancel): Promise<void> {
    if (this.#known.organizer || this.#hasLooked || !this.#isConversation) return;
    const { callId, calls } = this.#options;
    this.heard(await calls.get(callId, cancel));
    this.#hasLooked = true;
  }

  async #readMeeting(cancel: Cancel): Promise<void> {
    const found = await this.#find(cancel);
    if (!found) return;
    const { subject, startDateTime, endDateTime, joinWebUrl, chatInfo, joinMeetingIdSettings, participants } = found;
    const user = participants?.organizer?.identity?.user;
    const organizer = user?.id == null ? this.#known.organizer : { id: user.id, name: user.displayName ?? undefined };
    this.#learn({
      subject: subject ?? undefined,
      startMs: momentOf(startDateTime),
      endMs: momentOf(endDateTime),
      organizer,
      joinUrl: joinWebUrl ?? undefined,
      threadId: chatInfo?.threadId ?? undefined,
      joinMeetingId: joinMeetingIdSettings?.joinMeetingId ?? undefined,
      passcode: joinMeetingIdSettings?.passcode ?? undefined,
    });
    this.#isComplete = true;
  }

  async #find(cancel: Cancel): Promise<AnsweredMeeting | undefined> {
    const { meetings } = this.#options;
    const { organizer, joinMeetingId, joinUrl, threadId } = this.#known;
    if (!organizer) return undefined;
    const { id } = organizer;
    if (joinMeetingId !== undefined) return meetings.byJoinMeetingId(id, joinMeetingId, cancel);
    const found = joinUrl === undefined ? undefined : await meetings.byJoinWebUrl(id, joinUrl, cancel);
    return found ?? (threadId === undefined ? undefined : meetings.get(id, idOf(id, threadId), cancel));
  }

  /** A refusal is mostly a permission that was not granted, or a meeting that is somebody else's. */
  async #unlessRefused(work: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      signal?.throwIfAborted();
      const { callId, life, log } = this.#options;
      const isRefusal = error instanceof PlatformError && error.code === 'platform/refused' && (error.status ?? 500) < 500;
      if (!isRefusal && !life.ended) throw error;
      log.info('more of a meeting than its call says could not be read', { callId, error });
    }
  }

  get #isMeeting(): boolean {
    return this.#known.organizer !== undefined;
  }

  get #isConversation(): boolean {
    const { organizer, threadId, joinMeetingId, joinUrl } = this.#known;
    return (organizer ?? threadId ?? joinMeetingId ?? joinUrl) !== undefined;
  }

  #learn(news: MeetingDetails): void {
    const told = Object.entries(news).filter(([, value]) => value !== undefined && value !== '');
    this.#known = { ...this.#known, ...Object.fromEntries(told) };
  }
}

/** Practice: ids of meetings are made of who holds them and of their chat. */
function idOf(organizerId: string, threadId: string): string {
  return Buffer.from(`1*${organizerId}*0**${threadId}`).toString('base64url');
}

function momentOf(text: string | null | undefined): number | undefined {
  if (text == null) return undefined;
  // Without an offset it is UTC, as everywhere in Graph.
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
  return Number.isFinite(ms) ? ms : undefined;
}

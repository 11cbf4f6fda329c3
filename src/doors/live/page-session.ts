/** One open window: who sits there, what it asks for, and what it is sent. */
import type { PageCommand, PageRequest } from '../../wire/live/page-command.ts';
import { pageRequest } from '../../wire/live/page-command.ts';
import type { LadderMessage } from '../../wire/live/ladder.ts';
import type { ChatMessage, PageError, PageEvent } from '../../wire/live/page-event.ts';
import { done, type Answer, type Who } from './answer.ts';
import { isOnLine, onLine, onMessage } from './line-commands.ts';
import type { PageHost } from './live-options.ts';
import { createMeeting, listedMeetings } from './meeting-commands.ts';
import { phoneLines } from './phone-view.ts';
import { shownMessage } from './group-view.ts';
import type { Leg, PersonLeg } from '../../switchboard/call.ts';
import { takesPart } from '../../switchboard/languages/offer.ts';
import { isIn } from '../../switchboard/roles.ts';
import { languagesOf } from './languages-view.ts';

/** The wire to a window, whoever carries it. */
export interface PageSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** What has been sent and has not left yet. */
  readonly bufferedBytes: number;
}

type OwnCommand = Exclude<PageCommand, { kind: 'signIn' | 'watchCall' | 'unwatchCall' | 'watchApps' | 'unwatchApps' | 'administer' }>;

/** A window that lets this much pile up does not read any more. */
const bufferLimit = 8_000_000;
const watchLimit = 8;

export class PageSession {
  userId: string | undefined;
  pageId: string | undefined;
  readonly #socket: PageSocket;
  readonly #door: PageHost;
  readonly #watched = new Set<string>();
  #watchesApps = false;
  /** The legs whose chats this window has. */
  #chats: ReadonlySet<string> = new Set();
  /** What was sent last of the languages of each leg. */
  #languages: ReadonlyMap<string, string> = new Map();

  constructor(socket: PageSocket, door: PageHost) {
    this.#socket = socket;
    this.#door = door;
  }

  /** Takes a text frame; never throws. */
  async receive(text: string): Promise<void> {
    const request = read(text);
    if (!request.ok) return this.send({ kind: 'reply', id: request.id, ok: false, error: request.error });
    const { id, command } = request.request;
    const answer = await this.#perform(command).catch((error: unknown): Answer => {
      this.#door.options.log.error('a page command failed', { kind: command.kind, error });
      return { ok: false, code: 'live/failed', message: 'This could not be done.', remedy: 'Try again; the terminal says more.' };
    });
    if (answer.ok) return this.send({ kind: 'reply', id, ok: true, result: answer.result ?? null });
    const { code, message, remedy, field } = answer;
    this.send({ kind: 'reply', id, ok: false, error: { code, message, remedy, field } });
  }

  /** The socket is closed. */
  closed(): void {
    this.#door.left(this);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  send(event: PageEvent): void {
    this.sendText(JSON.stringify(event));
  }

  /** An event that was written once for all windows. */
  sendText(text: string): void {
    if (this.#socket.bufferedBytes > bufferLimit) return this.close(1008, 'the page does not keep up');
    this.#socket.send(text);
  }

  sendPhone(): void {
    const { directory, switchboard, clock } = this.#door.options;
    const me = directory.people.find(({ userId }) => userId === this.userId);
    if (!me || this.pageId === undefined) return;
    const lines = phoneLines(switchboard.calls(), {
      userId: me.userId,
      pageId: this.pageId,
      nowMs: clock.wallMs(),
      canKeep: switchboard.keeping.isPossible,
    });
    this.send({ kind: 'phone', phone: { me, lines, log: this.#door.callLog.of(me.userId) } });
    this.#beginChats();
    this.#sendLanguages();
  }

  sendMeetings(): void {
    const meetings = this.userId === undefined ? undefined : listedMeetings(this.#door.options, this.userId);
    if (meetings) this.send({ kind: 'meetings', meetings });
  }

  /** Whether this window holds a leg: nobody else is told of what goes on at it. */
  holds(leg: Leg): leg is PersonLeg {
    return leg.kind === 'person' && leg.userId === this.userId && leg.pageId === this.pageId;
  }

  sendVoicemail(): void {
    const { userId } = this;
    if (userId === undefined) return;
    const { feeds, log } = this.#door.options;
    feeds.voicemail(userId).then(
      (messages) => this.userId === userId && this.send({ kind: 'voicemail', messages }),
      (error: unknown) => log.error('voicemail could not be listed', { error }),
    );
  }

  /** One message more, if the window has those before it. */
  sendChat(legId: string, message: ChatMessage): void {
    if (this.#chats.has(legId)) this.send({ kind: 'chat', legId, isStart: false, messages: [message] });
  }

  sendLadder(callId: string, messages: readonly LadderMessage[], isStart = false): void {
    if (this.#watched.has(callId)) this.send({ kind: 'ladder', callId, isStart, messages });
  }

  /** The apps as they are, if this window wants to know. */
  sendApps(): void {
    if (!this.#watchesApps) return;
    const { apps, log } = this.#door.options;
    apps.list().then(
      (listed) => this.#watchesApps && this.send({ kind: 'apps', apps: listed }),
      (error: unknown) => log.error('apps could not be listed', { error }),
    );
  }

  /** Of each line that this window holds, what is otherwise than it was sent last. */
  #sendLanguages(): void {
    const { switchboard } = this.#door.options;
    const sent = new Map<string, string>();
    for (const call of switchboard.calls()) {
      for (const leg of call.legs) {
        if (!this.holds(leg) || !takesPart(call, leg)) continue;
        const languages = languagesOf(call, leg, switchboard.transcribing.house);
        const text = JSON.stringify(languages);
        sent.set(leg.legId, text);
        if (this.#languages.get(leg.legId) !== text) this.send({ kind: 'languages', legId: leg.legId, languages });
      }
    }
    this.#languages = sent;
  }

  /** Whoever has come into a conversation is told what was written in it; who left it hears of it no more. */
  #beginChats(): void {
    const { switchboard } = this.#door.options;
    const inside = new Set<string>();
    for (const call of switchboard.calls()) {
      const leg = call.group && call.legs.find((each) => this.holds(each) && isIn(call, each));
      if (!leg || !call.group) continue;
      inside.add(leg.legId);
      if (this.#chats.has(leg.legId)) continue;
      const messages = switchboard.chats.of(call.group.threadId).map((message) => shownMessage(message, leg.self.id));
      this.send({ kind: 'chat', legId: leg.legId, isStart: true, messages });
    }
    this.#chats = inside;
  }

  async #perform(command: PageCommand): Promise<Answer> {
    const { apps, feeds } = this.#door.options;
    switch (command.kind) {
      case 'signIn':
        return this.#signIn(command.userId, command.pageId);
      case 'watchCall':
        if (this.#watched.size >= watchLimit)
          return { ok: false, code: 'live/too-many', message: `A page can watch ${String(watchLimit)} calls at once.` };
        this.#watched.add(command.callId);
        this.sendLadder(command.callId, feeds.ladder(command.callId), true);
        return done;
      case 'unwatchCall':
        this.#watched.delete(command.callId);
        return done;
      case 'watchApps':
      case 'unwatchApps':
        this.#watchesApps = command.kind === 'watchApps';
        this.sendApps();
        return done;
      case 'administer':
        return apps.administer(command.command);
      default: {
        const { userId, pageId } = this;
        if (userId !== undefined && pageId !== undefined) return this.#performAs({ userId, pageId }, command);
        return { ok: false, code: 'live/not-signed-in', message: 'Nobody is signed in on this page.', remedy: 'Pick who you are first.' };
      }
    }
  }

  async #performAs(who: Who, command: OwnCommand): Promise<Answer> {
    if (command.kind === 'signOut') return this.#signOut(who.userId, who.pageId);
    const { options } = this.#door;
    if (command.kind === 'createMeeting') {
      const answer = await createMeeting(options, who, command);
      this.sendMeetings();
      return answer;
    }
    return isOnLine(command) ? onLine(this.#door, who, command) : onMessage(options, who, command);
  }

  #signIn(userId: string, pageId: string): Answer {
    const { directory, switchboard, clock } = this.#door.options;
    if (!directory.people.some((person) => person.userId === userId)) {
      return {
        ok: false,
        code: 'live/unknown-person',
        message: 'There is no such person here.',
        remedy: 'Pick one of the people on the list.',
      };
    }
    const hasCall = this.userId !== undefined && this.userId !== userId && phoneLines(switchboard.calls(), { userId: this.userId, pageId: this.pageId ?? '', nowMs: clock.wallMs(), canKeep: false }).some(({ state, isElsewhere }) => state !== 'ended' && state !== 'ringing' && !isElsewhere); // prettier-ignore
    if (hasCall)
      return { ok: false, code: 'live/in-call', message: 'This window is in a call.', remedy: 'Hang up before you change who you are.' };
    this.userId = userId;
    this.pageId = pageId;
    this.#languages = new Map();
    this.#door.arrived(pageId);
    this.sendPhone();
    this.sendVoicemail();
    this.sendMeetings();
    return done;
  }

  #signOut(userId: string, pageId: string): Answer {
    const { switchboard } = this.#door.options;
    for (const call of switchboard.calls()) {
      const leg = call.legs.find((each) => each.kind === 'person' && each.pageId === pageId && each.state !== 'ended');
      if (leg) switchboard.hangUp({ legId: leg.legId, userId });
    }
    this.userId = undefined;
    this.#door.arrived(pageId);
    return done;
  }
}

type Read = { readonly ok: true; readonly request: PageRequest } | { readonly ok: false; readonly id: number; readonly error: PageError };

function read(text: string): Read {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return {
      ok: false,
      id: 0,
      error: { code: 'live/not-json', message: 'The page sent something that is not JSON.', remedy: 'Load the page again.' },
    };
  }
  const parsed = pageRequest.safeParse(json);
  if (parsed.success) return { ok: true, request: parsed.data };
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : undefined;
  const issue = parsed.error.issues[0];
  return {
    ok: false,
    id: typeof id === 'number' ? id : 0,
    error: {
      code: 'live/bad-request',
      message: `The page sent something that is not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
      remedy: 'Load the page again: it may be older than the program.',
    },
  };
}

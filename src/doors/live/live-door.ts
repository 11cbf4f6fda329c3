/** The pages' way in: every open window, what it is told and when. What a window asks for is in `page-session.ts`. */
import type { Timer } from '../../base/clock.ts';
import { Scope } from '../../base/scope.ts';
import type { Home, PageEvent } from '../../wire/live/page-event.ts';
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { Call } from '../../switchboard/call.ts';
import { BotHealth } from './bot-health.ts';
import { CallLog } from './call-log.ts';
import { tellLines } from './line-news.ts';
import type { LiveDoorOptions, PageHost } from './live-options.ts';
import { PageSession, type PageSocket } from './page-session.ts';
import { endedLineMs, peopleInCall } from './phone-view.ts';

/** Lists that go to every window are sent at most so often: a busy house changes them many times in each call. */
const listsEveryMs = 50;
/** In a meeting of many each change is for everybody: phones are sent together, the more of them the less often. */
const pauseMs = (phones: number): number => (phones > 20 ? phones * 2 : 0);
/** After which somebody more, or fewer, is in a meeting. */
const changesMeetings: ReadonlySet<CallFact['type']> = new Set(['legConnected', 'legInLobby', 'legMoved', 'legEnded', 'callEnded']);

export class LiveDoor implements PageHost, AsyncDisposable {
  readonly options: LiveDoorOptions;
  readonly callLog: CallLog = new CallLog();
  readonly botHealth: BotHealth = new BotHealth();
  readonly #scope = new Scope();
  readonly #sessions = new Set<PageSession>();
  readonly #away = new Map<string, Timer>();
  readonly #again = new Map<string, Timer>();
  #stale = { calls: false, meetings: false, people: new Set<string>(), isQueued: false };
  #phonesFromMs = 0;
  #phones: Timer | undefined;
  #listsFromMs = 0;
  #lists: Timer | undefined;

  constructor(options: LiveDoorOptions) {
    this.options = options;
    const { switchboard, feeds, apps } = options;
    const until = { signal: this.#scope.signal };
    switchboard.facts.on('told', ({ fact }) => this.#learn(() => (this.callLog.take(fact), this.botHealth.take(fact))), until);
    switchboard.facts.on(
      'callChanged',
      ({ call }) => this.#show(call.legs.flatMap((leg) => (leg.kind === 'person' ? [leg.userId] : []))),
      until,
    );
    tellLines(switchboard, () => this.#sessions, until);
    switchboard.facts.on('told', ({ call, fact }) => this.#minds(call, fact), until);
    feeds.facts.on('voicemailChanged', ({ userId }) => this.#each((page) => page.userId === userId && page.sendVoicemail()), until);
    feeds.facts.on('ladderGrew', ({ callId, messages }) => this.#each((page) => page.sendLadder(callId, messages)), until);
    feeds.facts.on('botFailed', ({ appId, because }) => this.#learn(() => this.botHealth.failed(appId, because)), until);
    feeds.facts.on('libraryChanged', (news) => this.#each((page) => page.send({ kind: 'library', ...news })), until);
    feeds.facts.on('mediaChanged', () => this.#show([]), until);
    apps.facts.on('appsChanged', () => (this.#show([]), this.#each((page) => page.sendApps())), until);
  }

  /** Takes a new window in; undefined when there are too many. */
  open(socket: PageSocket): PageSession | undefined {
    if (this.#sessions.size >= (this.options.pageLimit ?? 500)) {
      socket.close(1013, 'too many pages are open');
      return undefined;
    }
    const session = new PageSession(socket, this);
    this.#sessions.add(session);
    session.send({ kind: 'hello', ...this.options.hello });
    session.send({ kind: 'home', home: this.home() });
    session.send({ kind: 'calls', calls: this.callLog.summaries() });
    return session;
  }

  /** A window is here as `pageId`: whatever was about to be given up goes on. */
  arrived(pageId: string): void {
    this.#away.get(pageId)?.[Symbol.dispose]();
    this.#away.delete(pageId);
    this.#show([]);
    this.options.onPages?.();
  }

  /** Windows whose calls are given up soon unless they come back. */
  get awayPageIds(): readonly string[] {
    return [...this.#away.keys()];
  }

  /** A window is gone. It may come back; if it does not, its calls end. */
  left(session: { readonly pageId: string | undefined }): void {
    this.#sessions.delete(session as PageSession);
    this.#show([]);
    this.options.onPages?.();
    const { pageId } = session;
    if (pageId === undefined || [...this.#sessions].some((other) => other.pageId === pageId)) return;
    const { clock, switchboard, lostAfterMs = 10_000 } = this.options;
    this.#away.set(
      pageId,
      clock.after(lostAfterMs, () => {
        this.#away.delete(pageId);
        switchboard.pageLost(pageId);
      }),
    );
  }

  /** Whether somebody has a window open. */
  hasPage(userId: string): boolean {
    for (const session of this.#sessions) if (session.userId === userId) return true;
    return false;
  }

  home(): Home {
    const { directory, switchboard, feeds } = this.options;
    const calls = switchboard.calls().filter(({ endedMs }) => endedMs === undefined);
    const inCall = peopleInCall(calls);
    const pages = new Map<string | undefined, number>();
    for (const { userId } of this.#sessions) pages.set(userId, (pages.get(userId) ?? 0) + 1);
    return {
      people: directory.people.map(({ userId, name, number }) => ({
        userId,
        name,
        number,
        pages: pages.get(userId) ?? 0,
        isInCall: inCall.has(userId),
      })),
      bots: directory.apps.map((app) => this.botHealth.stateOf(app, calls)),
      tryThis: feeds.tryThis,
      isCapturing: feeds.isCapturing ?? false,
      media: feeds.media(),
      speech: feeds.speech?.(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope.end();
    this.#lists?.[Symbol.dispose]();
    this.#phones?.[Symbol.dispose]();
    for (const timer of [...this.#away.values(), ...this.#again.values()]) timer[Symbol.dispose]();
    this.#each((page) => page.close(1001, 'Rollcall is stopping'));
  }

  /** Whoever may see a meeting on her list sees how many are in it. */
  #minds({ group }: Call, { type }: CallFact): void {
    if (group?.meeting && changesMeetings.has(type)) this.#stale.meetings = true;
  }

  #learn(take: () => void): void {
    take();
    this.#stale.calls = true;
    this.#show([]);
  }

  /** Marks what has to be shown anew; phones go out when this turn is over, lists then or a little later. */
  #show(userIds: readonly string[]): void {
    const stale = this.#stale;
    for (const userId of userIds) stale.people.add(userId);
    if (stale.isQueued) return;
    stale.isQueued = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const { clock } = this.options;
    const { people } = this.#stale;
    const phonesInMs = this.#phonesFromMs - clock.now();
    if (people.size > 0 && phonesInMs > 0) {
      this.#phones ??= clock.after(phonesInMs, () => this.#flush());
      return;
    }
    this.#phones?.[Symbol.dispose]();
    this.#phones = undefined;
    this.#stale = { ...this.#stale, people: new Set(), isQueued: false };
    if (people.size > 0) {
      this.#each((page) => page.userId !== undefined && people.has(page.userId) && page.sendPhone());
      for (const userId of people) this.#showAgain(userId);
      this.#phonesFromMs = clock.now() + pauseMs(people.size);
    }
    const waitMs = this.#listsFromMs - clock.now();
    if (waitMs <= 0) this.#showLists();
    else this.#lists ??= clock.after(waitMs, () => this.#showLists());
  }

  /** Shows a phone once more when its ended lines have been there long enough. */
  #showAgain(userId: string): void {
    this.#again.get(userId)?.[Symbol.dispose]();
    const show = (): void => {
      this.#again.delete(userId);
      this.#each((page) => page.userId === userId && page.sendPhone());
    };
    this.#again.set(userId, this.options.clock.after(endedLineMs + 50, show));
  }

  #showLists(): void {
    this.#lists = undefined;
    this.#listsFromMs = this.options.clock.now() + listsEveryMs;
    const { calls, meetings } = this.#stale;
    this.#stale = { ...this.#stale, calls: false, meetings: false };
    if (meetings) this.#each((page) => page.sendMeetings());
    const events: PageEvent[] = [{ kind: 'home', home: this.home() }];
    if (calls) events.push({ kind: 'calls', calls: this.callLog.summaries() });
    for (const text of events.map((event) => JSON.stringify(event))) this.#each((page) => page.sendText(text));
  }

  #each(tell: (page: PageSession) => unknown): void {
    for (const page of this.#sessions) tell(page);
  }
}

/** The pages' way in: every open window, what it is told and when. What a window asks for is in `page-session.ts`. */
import type { Timer } from '../../base/clock.ts';
import { Scope } from '../../base/scope.ts';
import type { Home, PageEvent } from '../../wire/live/page-event.ts';
import { BotHealth } from './bot-health.ts';
import { CallLog } from './call-log.ts';
import type { LiveDoorOptions, PageHost } from './live-options.ts';
import { PageSession, type PageSocket } from './page-session.ts';
import { endedLineMs, isInCall } from './phone-view.ts';

export class LiveDoor implements PageHost, AsyncDisposable {
  readonly options: LiveDoorOptions;
  readonly callLog: CallLog = new CallLog();
  readonly botHealth: BotHealth = new BotHealth();
  readonly #scope = new Scope();
  readonly #sessions = new Set<PageSession>();
  readonly #away = new Map<string, Timer>();
  #isStale = { home: false, calls: false, people: new Set<string>(), isQueued: false };

  constructor(options: LiveDoorOptions) {
    this.options = options;
    const { switchboard, feeds } = options;
    const until = { signal: this.#scope.signal };
    switchboard.facts.on('told', ({ fact }) => this.#learn(() => (this.callLog.take(fact), this.botHealth.take(fact))), until);
    switchboard.facts.on(
      'callChanged',
      ({ call }) => this.#show(call.legs.flatMap((leg) => (leg.kind === 'person' ? [leg.userId] : []))),
      until,
    );
    feeds.facts.on('voicemailChanged', ({ userId }) => this.#each((page) => page.userId === userId && page.sendVoicemail()), until);
    feeds.facts.on('ladderGrew', ({ callId, messages }) => this.#each((page) => page.sendLadder(callId, messages)), until);
    feeds.facts.on('botFailed', ({ appId, because }) => this.#learn(() => this.botHealth.failed(appId, because)), until);
    feeds.facts.on('mediaChanged', () => this.#show([]), until);
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
  }

  /** A window is gone. It may come back; if it does not, its calls end. */
  left(session: { readonly pageId: string | undefined }): void {
    this.#sessions.delete(session as PageSession);
    this.#show([]);
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

  home(): Home {
    const { directory, switchboard, feeds } = this.options;
    const calls = switchboard.calls();
    return {
      people: directory.people.map(({ userId, name, number }) => ({
        userId,
        name,
        number,
        pages: [...this.#sessions].filter((page) => page.userId === userId).length,
        isInCall: isInCall(calls, userId),
      })),
      bots: directory.apps.map((app) => this.botHealth.stateOf(app, calls)),
      tryThis: feeds.tryThis,
      media: feeds.media(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope.end();
    for (const timer of this.#away.values()) timer[Symbol.dispose]();
    this.#each((page) => page.close(1001, 'Rollcall is stopping'));
  }

  #learn(take: () => void): void {
    take();
    this.#isStale.calls = true;
    this.#show([]);
  }

  /** Marks what has to be shown anew; it goes out once, when this turn is over. */
  #show(userIds: readonly string[]): void {
    const stale = this.#isStale;
    stale.home = true;
    for (const userId of userIds) stale.people.add(userId);
    if (stale.isQueued) return;
    stale.isQueued = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const { calls, people } = this.#isStale;
    this.#isStale = { home: false, calls: false, people: new Set(), isQueued: false };
    const home: PageEvent = { kind: 'home', home: this.home() };
    const list: PageEvent | undefined = calls ? { kind: 'calls', calls: this.callLog.summaries() } : undefined;
    this.#each((page) => {
      page.send(home);
      if (list) page.send(list);
      if (page.userId !== undefined && people.has(page.userId)) page.sendPhone();
    });
    if (people.size > 0)
      this.options.clock.after(endedLineMs + 50, () =>
        this.#each((page) => page.userId !== undefined && people.has(page.userId) && page.sendPhone()),
      );
  }

  #each(tell: (page: PageSession) => unknown): void {
    for (const page of this.#sessions) tell(page);
  }
}

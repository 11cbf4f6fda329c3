/** Windows for tests of this door. */
import type { VirtualClock } from '../../base/virtual-clock.ts';
import type { PageCommand } from '../../wire/live/page-command.ts';
import type { PageEvent } from '../../wire/live/page-event.ts';
import type { LiveDoor } from './live-door.ts';

/** A window as a test sees it: what it was sent, and what it asks for. */
export type TestPage = {
  readonly events: PageEvent[];
  readonly session: ReturnType<LiveDoor['open']>;
  closed: string;
  bufferedBytes: number;
  last<Kind extends PageEvent['kind']>(kind: Kind): (PageEvent & { kind: Kind }) | undefined;
  ask(command: PageCommand): Promise<PageEvent | undefined>;
  signIn(userId: string, page: number): Promise<void>;
  close(): void;
};

/** Opens a window at a door. */
export function openPage(door: LiveDoor, clock: VirtualClock): TestPage {
  let id = 0;
  const events: PageEvent[] = [];
  const state = { closed: '', bufferedBytes: 0 };
  const session = door.open({
    send: (text) => events.push(JSON.parse(text) as PageEvent),
    close: (_, reason) => (state.closed = reason),
    get bufferedBytes() {
      return state.bufferedBytes;
    },
  });
  const page: TestPage = Object.assign(state, {
    events,
    session,
    last: <Kind extends PageEvent['kind']>(kind: Kind) =>
      events.findLast((event): event is PageEvent & { kind: Kind } => event.kind === kind),
    async ask(command: PageCommand) {
      await session?.receive(JSON.stringify({ id: ++id, command }));
      await clock.settle();
      return page.last('reply');
    },
    async signIn(userId: string, number: number) {
      await page.ask({ kind: 'signIn', userId, pageId: pageId(number) });
    },
    close: () => session?.closed(),
  });
  return page;
}

export function pageId(number: number): string {
  return `c0000000-0000-4000-8000-00000000000${String(number)}`;
}

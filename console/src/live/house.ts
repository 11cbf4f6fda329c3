/** All that the server has told this page, folded from its events into one value. */
import type { Apps } from '../../../src/wire/live/apps.ts';
import type { LadderMessage } from '../../../src/wire/live/ladder.ts';
import type { LibraryNews } from '../../../src/wire/live/library.ts';
import type {
  CallSummary,
  Home,
  LineLanguages,
  MeetingSummary,
  PageEvent,
  Phone,
  VoicemailMessage,
} from '../../../src/wire/live/page-event.ts';

export type Hello = Extract<PageEvent, { kind: 'hello' }>;

/** What is `undefined` has not been told yet: pages show that they wait. */
export type House = {
  readonly hello?: Hello | undefined;
  readonly home?: Home | undefined;
  readonly phone?: Phone | undefined;
  readonly voicemail?: readonly VoicemailMessage[] | undefined;
  readonly calls?: readonly CallSummary[] | undefined;
  readonly apps?: Apps | undefined;
  readonly meetings?: readonly MeetingSummary[] | undefined;
  readonly ladders: ReadonlyMap<string, readonly LadderMessage[]>;
  /** By line. */
  readonly languages: ReadonlyMap<string, LineLanguages>;
  readonly library: LibraryTurn;
};

/** How often the library has been told to have changed, when each recording did, and how far files are, by recording and name. */
type LibraryTurn = {
  readonly turn: number;
  readonly turnOf: ReadonlyMap<string, number>;
  readonly making: ReadonlyMap<string, LibraryNews['making'][number]>;
};

export const emptyHouse: House = { ladders: new Map(), languages: new Map(), library: { turn: 0, turnOf: new Map(), making: new Map() } };

/** The house after one more event. A program started anew knows nothing of phones and ladders that were shown before. */
export function fold(house: House, event: PageEvent): House {
  switch (event.kind) {
    case 'hello': {
      const isSame = house.hello === undefined || house.hello.instance === event.instance;
      return isSame ? { ...house, hello: event } : { ...emptyHouse, home: house.home, hello: event };
    }
    case 'home':
      return { ...house, home: event.home };
    case 'phone':
      return { ...house, phone: event.phone };
    case 'voicemail':
      return { ...house, voicemail: event.messages };
    case 'calls':
      return { ...house, calls: event.calls };
    case 'apps':
      return { ...house, apps: event.apps };
    case 'ladder': {
      const before = event.isStart ? [] : (house.ladders.get(event.callId) ?? []);
      return { ...house, ladders: new Map(house.ladders).set(event.callId, merged(before, event.messages)) };
    }
    case 'meetings':
      return { ...house, meetings: event.meetings };
    case 'languages':
      return { ...house, languages: new Map(house.languages).set(event.legId, event.languages) };
    case 'library':
      return { ...house, library: turned(house.library, event) };
    // What happens in a meeting is for `MeetingSession`.
    case 'speakers':
    case 'chat':
    case 'caption':
    case 'notice':
    case 'quality':
    case 'reply':
      return house;
  }
}

function turned({ turn, turnOf, making }: LibraryTurn, news: LibraryNews): LibraryTurn {
  const next = turn + 1;
  return {
    turn: next,
    turnOf: new Map([...turnOf, ...news.recordingIds.map((id) => [id, next] as const)]),
    making: new Map([...making, ...news.making.map((made) => [`${made.recordingId}/${made.name}`, made] as const)]),
  };
}

/** Rungs in order, each once: a rung sent again replaces what was known of it. */
export function merged(before: readonly LadderMessage[], more: readonly LadderMessage[]): readonly LadderMessage[] {
  if (more.length === 0) return before;
  const last = before.at(-1)?.order ?? -Infinity;
  const isAppended = more.every((rung, index) => rung.order > (more[index - 1]?.order ?? last));
  if (isAppended) return [...before, ...more];
  const byOrder = new Map(before.map((rung) => [rung.order, rung]));
  for (const rung of more) byOrder.set(rung.order, rung);
  return [...byOrder.values()].sort((a, b) => a.order - b.order);
}

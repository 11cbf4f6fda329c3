/** Everything that the calls of a lab consist of, kept as it comes; drawn as ladders only when somebody asks. */
import type { BotFact } from '../../bot/host.ts';
import { botNoteOf, noteOf } from '../../server/call-notes.ts';
import type { CallFact } from '../../switchboard/call-fact.ts';
import { Ladders } from '../../views/ladder.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import type { LadderMessage, Rail } from '../../wire/live/ladder.ts';
import { appIdOf } from '../house/lab-directory.ts';
import type { LabHouse } from '../house/lab-house.ts';

/** A call with its rungs in order. Their `atMs` is milliseconds since 1970 UTC. */
export type CallLadder = {
  readonly callId: string;
  /** Names, as dialled. */
  readonly from: string;
  readonly to: string;
  readonly rungs: readonly LadderMessage[];
};

type Happening =
  | { readonly kind: 'call'; readonly fact: CallFact }
  | { readonly kind: 'bot'; readonly number: string; readonly fact: BotFact }
  | { readonly kind: 'exchange'; readonly exchange: WireExchange }
  /** Without a number the switchboard. */
  | { readonly kind: 'killed'; readonly number?: string; readonly atWallMs: number };

const MOST = 40_000;
const MOST_CALLS = 1_000;
const switchboard: Rail = { id: 'switchboard', name: 'Switchboard', kind: 'switchboard' };

export class CallLadders {
  readonly #house: LabHouse;
  readonly #happened: Happening[] = [];

  constructor(house: LabHouse) {
    this.#house = house;
    house.facts.on('call', (fact) => this.#keep({ kind: 'call', fact }));
    house.facts.on('bot', (told) => this.#keep({ kind: 'bot', ...told }));
    house.facts.on('exchange', (exchange) => this.#keep({ kind: 'exchange', exchange }));
    house.facts.on('carrierKilled', () => this.#keep({ kind: 'killed', atWallMs: house.time.clock.wallMs() }));
    house.facts.on('botKilled', ({ number }) => this.#keep({ kind: 'killed', number, atWallMs: house.time.clock.wallMs() }));
  }

  /** In the order in which they began; of very many the latest. */
  all(): readonly CallLadder[] {
    const { apps } = this.#house.people.directory;
    const ladders = new Ladders({ nameOfApp: (appId) => apps.find((app) => app.appId === appId)?.name, callLimit: MOST_CALLS });
    const calls = new Map<string, { from: string; to: string }>();
    /** Calls that are up, with the ids of their parties. */
    const open = new Map<string, Set<string>>();
    for (const happening of this.#happened) {
      if (happening.kind === 'exchange') ladders.take(happening.exchange);
      if (happening.kind === 'bot') this.#takeBot(ladders, happening);
      if (happening.kind === 'killed' && happening.number !== undefined) {
        const rail = this.#railOf(happening.number);
        const killed = { atMs: happening.atWallMs, at: rail, title: `${rail.name} is killed`, tone: 'bad' } as const;
        for (const [callId, parties] of open) if (parties.has(rail.id)) ladders.note(callId, killed);
      } else if (happening.kind === 'killed') {
        const killed = { atMs: happening.atWallMs, at: switchboard, title: 'The switchboard is killed', tone: 'bad' } as const;
        for (const callId of open.keys()) ladders.note(callId, killed);
        open.clear();
      }
      if (happening.kind !== 'call') continue;
      const { fact } = happening;
      if (fact.type === 'callStarted') calls.set(fact.callId, { from: fact.from.name, to: fact.to.name });
      if (fact.type === 'callEnded') open.delete(fact.callId);
      else open.set(fact.callId, new Set([...(open.get(fact.callId) ?? []), ...partiesIn(fact)]));
      takeCall(ladders, fact);
    }
    return [...calls].map(([callId, names]) => ({ callId, ...names, rungs: ladders.of(callId) }));
  }

  #takeBot(ladders: Ladders, { number, fact }: { readonly number: string; readonly fact: BotFact }): void {
    if (fact.kind === 'callTaken') ladders.know(fact.callId, fact.chainId);
    const note = botNoteOf(fact, this.#railOf(number));
    const callId = ladders.callOf(fact.callId);
    if (note && callId !== undefined) ladders.note(callId, note);
  }

  #railOf(number: string): Rail {
    const id = appIdOf(number);
    return { id, name: this.#house.people.directory.apps.find((app) => app.appId === id)?.name ?? 'Bot', kind: 'bot' };
  }

  /** A quarter at once, so that it costs little. */
  #keep(happening: Happening): void {
    this.#happened.push(happening);
    if (this.#happened.length > MOST) this.#happened.splice(0, MOST / 4);
  }
}

function partiesIn(fact: CallFact): readonly string[] {
  if (fact.type === 'callStarted') return [fact.from.id, fact.to.id];
  return 'party' in fact ? [fact.party.id] : [];
}

function takeCall(ladders: Ladders, fact: CallFact): void {
  const hasGone = fact.type === 'legMoved' && !fact.isHere;
  if ('party' in fact && fact.party.kind === 'app' && !hasGone) ladders.know(fact.legId, fact.callId);
  const note = noteOf(fact);
  if (note) ladders.note(fact.callId, note);
}

/** One incident: rings those on call level by level, tells the room what happens, and writes it all down. */
import type { BotContext, Call, Participant, Party } from 'rollcall';
import { nameOf, peopleIn } from './company.ts';
import { bringIn, idOf, listed, ringAndAsk, type Somebody } from './ring-and-ask.ts';
import { inWords, type Entry, type Happening } from './time-line.ts';

export type Report = {
  readonly opener: Party;
  readonly severity: string;
  /** What has happened, in the opener's own voice. */
  readonly sentence: Uint8Array | undefined;
};

export type IncidentOptions = {
  /** The call or meeting in which it is talked about. */
  readonly room: Call;
  readonly report: Report;
  readonly levels: readonly (readonly Somebody[])[];
  readonly context: BotContext;
};

/** The next level is rung when nobody of this one has said yes in that time. */
const LEVEL_MS = 31_000;
/** A moment shorter, so that a phone is free to be rung again. */
const RING_MS = 30_000;

export class Incident {
  readonly #options: IncidentOptions;
  readonly #timeLine: Entry[] = [];
  readonly #news: string[] = [];
  #woken = new AbortController();
  readonly #closed = new AbortController();
  /** Whoever rings or is asked is let go when it aborts. */
  readonly #over: AbortSignal;
  /** Who is being rung or asked. */
  readonly #asked = new Set<string>();
  #isFetching = true;
  #posted: Promise<void> = Promise.resolve();

  constructor(options: IncidentOptions) {
    this.#options = options;
    this.#over = AbortSignal.any([options.room.signal, this.#closed.signal]);
  }

  /** Goes on until somebody presses 9, or nobody is left. Resolves with all that happened. */
  async run(): Promise<readonly Entry[]> {
    const { room, report } = this.#options;
    this.#happens({ what: 'opened', who: report.opener.name ?? 'Somebody', severity: report.severity });
    this.#watch();
    this.#tell('I am ringing those on call. Press 5 to record a note, 9 to close the incident.');
    await Promise.all([this.#fetch(), this.#serve()]);
    this.#happens({ what: 'closed' });
    await this.#post(['Time line', ...this.#timeLine.map(inWords)].join('\n'));
    await room.say(this.#summary());
    return this.#timeLine;
  }

  /** Level after level, until somebody says yes. */
  async #fetch(): Promise<void> {
    const all: Promise<boolean>[] = [];
    for (const level of this.#options.levels) {
      all.push(...level.filter((each) => this.#isWanted(each)).map((each) => this.#bring(each)));
      if ((await this.#anyYes(all)) || this.#over.aborted) break;
    }
    const came = await Promise.all(all);
    this.#isFetching = false;
    if (!came.includes(true) && !this.#over.aborted) {
      this.#happens({ what: 'nobodyCame' });
      this.#tell('Nobody on call is coming.');
    }
    this.#woken.abort();
  }

  /** Not whoever is there, and nobody twice at the same time. */
  #isWanted(somebody: Somebody): boolean {
    const id = idOf(somebody);
    const { room, report } = this.#options;
    if (id === report.opener.id || this.#asked.has(id) || peopleIn(room).some(({ party }) => party.id === id)) return false;
    this.#asked.add(id);
    return true;
  }

  /** Whether one of them says yes before it is time for the next level. */
  async #anyYes(all: readonly Promise<boolean>[]): Promise<boolean> {
    const enough = new AbortController();
    const signal = AbortSignal.any([this.#over, enough.signal]);
    const time = this.#options.context.clock.sleep(LEVEL_MS, { signal }).catch(() => undefined);
    const yes = all.map(async (each) => (await each) || Promise.reject(new Error('no')));
    const isAny = await Promise.race([Promise.any(yes).catch(() => false), time.then(() => false)]);
    enough.abort();
    return isAny;
  }

  async #bring(somebody: Somebody): Promise<boolean> {
    const { room, report, context } = this.#options;
    const { name: who } = somebody;
    this.#happens({ what: 'rung', who });
    const sentence = report.sentence ? [{ wav: report.sentence }] : [];
    const reply = await ringAndAsk(somebody, {
      dial: context.dial,
      prompt: [`${report.opener.name ?? 'Somebody'} reports a ${report.severity} incident.`, ...sentence, 'Press 1 to join, 2 to decline.'],
      ringMs: RING_MS,
      signal: this.#over,
      onAnswer: () => this.#happens({ what: 'answered', who }),
    });
    this.#asked.delete(idOf(somebody));
    if (reply.kind === 'failed') context.log.warn('somebody could not be called', { who: idOf(somebody), error: reply.error });
    if (reply.kind !== 'accepted') {
      this.#happens({ what: reply.kind, who });
      return false;
    }
    return bringIn(somebody, { room, call: reply.call });
  }

  /** Says the news, and does what the keys say. */
  async #serve(): Promise<void> {
    const { room } = this.#options;
    while (!room.ended && !this.#closed.signal.aborted && (this.#isFetching || !this.#isEmpty)) {
      const news = this.#news.shift();
      if (news !== undefined) {
        await room.say(news);
        continue;
      }
      this.#woken = new AbortController();
      const signal = this.#woken.signal;
      // What there is to say was said: this only waits for a key.
      const answer = await room.ask({ prompt: [], keys: ['5', '9'], attempts: 1, timeoutMs: 600_000, signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (answer?.kind !== 'key') continue;
      if (answer.key === '9') break;
      await this.#note();
    }
    this.#closed.abort();
  }

  /** Is kept in the voicemail of whoever opened the incident. */
  async #note(): Promise<void> {
    const { room, report: { opener }, context: { voicemail } } = this.#options; // prettier-ignore
    await room.tellRecording('recording');
    const note = await room.recordAnswer({ prompt: 'Say your note after the tone, and press hash.', maxMs: 60_000 });
    await room.tellRecording('notRecording');
    if (note.kind !== 'recorded') return;
    if (opener.kind === 'user') await voicemail.leave({ for: opener.id, from: opener, wav: note.wav, durationMs: note.durationMs });
    this.#happens({ what: 'note', durationMs: note.durationMs });
    this.#tell('Noted.');
  }

  /** Who comes and goes. */
  #watch(): void {
    const { room, report: { opener } } = this.#options; // prettier-ignore
    const nameFor = (participant: Participant): string => {
      const known = this.#options.levels.flat().find((each) => idOf(each) === participant.party.id);
      return known?.name ?? (participant.party.id === opener.id ? opener.name : undefined) ?? nameOf(participant);
    };
    const here = new Set([opener.id]);
    for (const each of peopleIn(room)) {
      if (!here.has(each.party.id)) this.#happens({ what: 'present', who: nameFor(each) });
      here.add(each.party.id);
    }
    const { signal } = room;
    room.facts.on(
      'participantJoined',
      ({ participant }) => {
        // Whoever was in a call between two is told again when it becomes a group call.
        if (participant.isSelf || here.has(participant.party.id)) return;
        here.add(participant.party.id);
        this.#happens({ what: 'joined', who: nameFor(participant) });
        this.#tell(`${nameFor(participant)} has joined.`);
      },
      { signal },
    );
    room.facts.on(
      'participantLeft',
      ({ participant }) => {
        if (!here.delete(participant.party.id)) return;
        this.#happens({ what: 'left', who: nameFor(participant) });
        this.#woken.abort();
      },
      { signal },
    );
  }

  /** Nobody is left to talk to. In a call between two there is no list of those who take part. */
  get #isEmpty(): boolean {
    const { room } = this.#options;
    return room.participants.length > 0 && peopleIn(room).length === 0;
  }

  #tell(news: string): void {
    this.#news.push(news);
    this.#woken.abort();
  }

  #happens(happening: Happening): void {
    const entry: Entry = { atMs: this.#options.context.clock.wallMs(), ...happening };
    this.#timeLine.push(entry);
    void this.#post(inWords(entry));
  }

  /** One message after the other; a call between two has no chat, and elsewhere the bot may not be allowed to write. */
  #post(text: string): Promise<void> {
    const { room, context: { log } } = this.#options; // prettier-ignore
    const post = async (): Promise<void> => {
      try {
        await room.chat.post(text);
      } catch (error) {
        log.debug('the time line could not be posted', { error });
      }
    };
    return (this.#posted = this.#posted.then(post));
  }

  #summary(): string {
    const joined = new Set(this.#timeLine.flatMap((each) => (each.what === 'joined' ? [each.who] : [])));
    const [first, last] = [this.#timeLine[0], this.#timeLine.at(-1)];
    const minutes = Math.max(1, Math.round(((last?.atMs ?? 0) - (first?.atMs ?? 0)) / 60_000));
    const who = joined.size === 0 ? 'Nobody has come.' : `${listed([...joined].map((name) => ({ name })))} came.`;
    return `The incident is closed after ${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}. ${who} Goodbye.`;
  }
}

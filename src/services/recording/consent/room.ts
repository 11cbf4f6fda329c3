/** The room as a policy sees it: who is there, what they press and say, and where to put what they have decided. */
import type { Clock } from '../../../base/clock.ts';
import type { RecordedCall } from '../recorded-call.ts';
import type { People } from '../people.ts';
import type { Consent, ConsentPerson, ConsentRoom } from '../port.ts';
import type { Consents } from './consents.ts';

export type RoomOptions = {
  readonly call: Pick<RecordedCall, 'say' | 'words' | 'tellsWhoPresses'>;
  readonly people: People;
  readonly consents: Consents;
  readonly clock: Pick<Clock, 'after'>;
  readonly signal: AbortSignal;
};

/** Somebody who is being waited for. */
type Asked = { readonly participantId: string; readonly answered: AbortController; readonly key?: (key: string) => boolean };

export class Room implements ConsentRoom {
  /** Whether the carrier shows everybody that it is recorded. */
  statusShown = false;
  readonly signal: AbortSignal;
  readonly #options: RoomOptions;
  readonly #asked = new Set<Asked>();
  /** Keys since the last `say` began that nobody has waited for, by participant. */
  readonly #typed = new Map<string, string[]>();
  #waiting: { readonly text: string; readonly said: Promise<void> } | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RoomOptions) {
    this.#options = options;
    this.signal = options.signal;
  }

  get people(): readonly ConsentPerson[] {
    return this.#options.people.list;
  }

  consentOf(participantId: string): Consent {
    return this.#options.consents.consentOf(participantId);
  }

  /** One text after the other. The same text that has yet to begin is said once for all who want it said. */
  say(text: string): Promise<void> {
    if (this.#waiting?.text === text) return this.#waiting.said;
    const before = this.#turn;
    const said = this.#say(text, before);
    this.#waiting = { text, said };
    this.#turn = said.catch(() => undefined);
    return said;
  }

  async key(participantId: string, keys: readonly string[], withinMs: number): Promise<string | undefined> {
    const { people, call, clock } = this.#options;
    this.signal.throwIfAborted();
    if (!call.tellsWhoPresses && !people.isOtherSide) return undefined;
    if (!people.isHere(participantId)) return undefined;
    const typed = this.#typed.get(participantId) ?? [];
    const first = typed.findIndex((key) => keys.includes(key));
    if (first >= 0) return typed.splice(0, first + 1)[first];
    return new Promise((resolve) => {
      const answered = new AbortController();
      const settle = (key?: string): boolean => {
        timer[Symbol.dispose]();
        this.#asked.delete(asked);
        resolve(key);
        return true;
      };
      const asked = { participantId, answered, key: (key: string) => keys.includes(key) && settle(key) };
      const timer = clock.after(withinMs, () => settle());
      answered.signal.addEventListener('abort', () => settle(), { once: true });
      this.#asked.add(asked);
    });
  }

  async word(participantId: string, words: readonly string[], withinMs: number): Promise<string | undefined> {
    const { call, people } = this.#options;
    this.signal.throwIfAborted();
    if (!call.words || !people.isHere(participantId)) return undefined;
    const asked = { participantId, answered: new AbortController() };
    this.#asked.add(asked);
    try {
      return await call.words(participantId, words, withinMs, { signal: AbortSignal.any([this.signal, asked.answered.signal]) });
    } catch (error) {
      if (asked.answered.signal.aborted) return undefined;
      throw error;
    } finally {
      this.#asked.delete(asked);
    }
  }

  told(participantId: string, how: string): void {
    this.#options.consents.told(participantId, how);
  }

  agrees(participantId: string, how: string): void {
    this.#options.consents.agrees(participantId, how);
    this.left(participantId);
  }

  refuses(participantId: string, how: string): void {
    this.#options.consents.refuses(participantId, how);
    this.left(participantId);
  }

  withdraws(participantId: string, how: string, options?: { readonly andBefore?: boolean }): void {
    this.#options.consents.withdraws(participantId, how, options);
    this.left(participantId);
  }

  noAnswer(participantId: string, how: string): void {
    this.#options.consents.noAnswer(participantId, how);
  }

  /** True if somebody has waited for it. */
  pressed(participantId: string, key: string): boolean {
    for (const asked of this.#asked) if (asked.participantId === participantId && asked.key?.(key)) return true;
    const typed = this.#typed.get(participantId) ?? [];
    this.#typed.set(participantId, typed.slice(-9).concat(key));
    return false;
  }

  /** They are not waited for any more: they left, or it is decided. */
  left(participantId: string): void {
    for (const asked of this.#asked) if (asked.participantId === participantId) asked.answered.abort();
  }

  /** Nobody is waited for any more. */
  close(): void {
    for (const asked of this.#asked) asked.answered.abort();
  }

  async #say(text: string, before: Promise<unknown>): Promise<void> {
    await before;
    if (this.#waiting?.text === text) this.#waiting = undefined;
    this.signal.throwIfAborted();
    this.#typed.clear();
    await this.#options.call.say(text, { signal: this.signal });
  }
}

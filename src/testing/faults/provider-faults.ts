/** What may happen to what bots use beside Graph: their voice, and the store of what they keep. */
import { SpeechError } from '../../speech/errors.ts';
import { StoreError } from '../../store/errors.ts';
import { msOf, shownMs, type Duration } from '../duration.ts';
import type { Troubles } from '../house/lab-house.ts';
import type { Aim } from './aim.ts';
import type { Fault, RunningFault } from './fault.ts';
import type { FaultBook } from './fault-book.ts';

export type ProviderAim = Pick<Aim, 'times' | 'share' | 'bot'>;

type Ill = { readonly fault: RunningFault; readonly aim: ProviderAim; readonly strike: () => Promise<void> };

/** One provider: whatever ails it is met one after the other. */
class Provider {
  readonly #book: FaultBook;
  readonly #ills = new Set<Ill>();

  constructor(book: FaultBook, name: keyof Troubles) {
    this.#book = book;
    book.house.troubles[name] = (bot) => this.#meet(bot);
  }

  begin(what: string, aim: ProviderAim, strike: () => Promise<void>): Fault {
    const fault = this.#book.begin(what, aim);
    const ill = { fault, aim, strike };
    this.#ills.add(ill);
    fault.onStop = () => this.#ills.delete(ill);
    return fault;
  }

  async #meet(bot: string | undefined): Promise<void> {
    for (const { fault, aim, strike } of Array.from(this.#ills)) {
      if (aim.bot !== undefined && aim.bot !== bot) continue;
      if (fault.strikes(bot === undefined ? 'for nobody in particular' : `for the bot at ${bot}`)) await strike();
    }
  }
}

export class VoiceFaults {
  readonly #book: FaultBook;
  readonly #provider: Provider;

  constructor(book: FaultBook) {
    this.#book = book;
    this.#provider = new Provider(book, 'voice');
  }

  /** What a bot has to say cannot be spoken: its verb rejects as with a real voice that breaks down. */
  fails(aim: ProviderAim = {}): Fault {
    const failure = (): SpeechError => new SpeechError('speech/provider-failed', 'the voice broke down, as the lab has it');
    return this.#provider.begin('voices fail', aim, () => Promise.reject(failure()));
  }

  /** Each text takes so much longer. */
  slow(by: Duration, aim: ProviderAim = {}): Fault {
    const { clock } = this.#book.house.time;
    return this.#provider.begin(`voices are slow by ${shownMs(msOf(by))}`, aim, () => clock.sleep(msOf(by)));
  }
}

export class StoreFaults {
  readonly #book: FaultBook;
  readonly #provider: Provider;

  constructor(book: FaultBook) {
    this.#book = book;
    this.#provider = new Provider(book, 'store');
  }

  /** What a bot wants to keep, such as a message, cannot be kept. */
  fails(aim: ProviderAim = {}): Fault {
    const failure = (): StoreError => new StoreError('store/failed', 'the disk is full, as the lab has it');
    return this.#provider.begin('the store fails', aim, () => Promise.reject(failure()));
  }

  /** Whatever is kept takes so much longer. */
  slow(by: Duration, aim: ProviderAim = {}): Fault {
    const { clock } = this.#book.house.time;
    return this.#provider.begin(`the store is slow by ${shownMs(msOf(by))}`, aim, () => clock.sleep(msOf(by)));
  }
}

/** Recordings of calls, for bots: consent first, then the sound and the pictures of those who agreed into the archive. */
import { Scope } from '../../base/scope.ts';
import type { RecordingArchive } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { begin } from './beginning.ts';
import type { BeginFilm } from './live-film.ts';
import type { Recording, RecordingOptions } from './port.ts';
import type { RecordedCall } from './recorded-call.ts';

export type RecordingServiceOptions = {
  readonly archive: Pick<RecordingArchive, 'begin' | 'make' | 'get'>;
  /** For the ledger of consent. */
  readonly facts: Pick<FactLog, 'append'>;
  readonly tenantId: string;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /** Films that are made while the recording goes on; without it they are made when it is over. */
  readonly beginFilm?: BeginFilm | undefined;
};

export class RecordingService implements AsyncDisposable {
  readonly #options: RecordingServiceOptions & { readonly log: Log };
  readonly #open = new Set<Recording>();
  readonly #scope = new Scope();

  constructor(options: RecordingServiceOptions) {
    this.#options = { ...options, log: options.log ?? silentLog };
  }

  /** Those that go on. */
  get open(): readonly Recording[] {
    return [...this.#open];
  }

  /**
   * Resolves when recording has begun. Waits for somebody to be there, and for the policy to obtain their consent. Aborting calls that off; later
   * it stops the recording. Rejects with a `RecordingError` (`recording/not-allowed`, `recording/call-ended`), with what the policy threw, or
   * with a `StoreError` where nothing can be kept; in all of these not a byte was.
   */
  async record(call: RecordedCall, options: RecordingOptions = {}): Promise<Recording> {
    const recording: Recording = await begin(call, options, {
      ...this.#options,
      scope: this.#scope,
      onOver: (over) => void this.#open.delete(over),
    });
    if (recording.state === 'recording' || recording.state === 'paused') this.#open.add(recording);
    return recording;
  }

  /** Stops all that goes on, and waits for what is being made of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.open.map((each) => each.stop('the program was stopped')));
    await this.#scope.end();
  }
}

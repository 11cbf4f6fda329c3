/** Listening for the keys of a caller, from the first sound on, so that nobody who knows the menu has to wait. */
import { anyOf } from '../base/cancel.ts';
import type { Log } from '../base/log.ts';
import type { CarrierCall } from '../call/platform.ts';

export class KeyHearing {
  readonly #carrier: Pick<CarrierCall, 'info' | 'hearKeys'>;
  readonly #log: Log;
  #hearing: Promise<void> | undefined;

  constructor(carrier: Pick<CarrierCall, 'info' | 'hearKeys'>, log: Log) {
    this.#carrier = carrier;
    this.#log = log;
  }

  /** Asking again is calm. */
  begin(): void {
    if (this.#hearing) return;
    this.#hearing = this.#carrier.hearKeys();
    this.#hearing.catch((error: unknown) => this.#log.warn('keys of the caller cannot be heard', { callId: this.#carrier.info.id, error }));
  }

  /** A signal for whoever asks for keys: what is said does not wait for the listening, but who cannot be heard must not be asked for long. */
  whileHeard(signal: AbortSignal | undefined): AbortSignal {
    const deaf = new AbortController();
    this.#hearing?.catch((error: unknown) => deaf.abort(error));
    return anyOf(signal, deaf.signal);
  }
}

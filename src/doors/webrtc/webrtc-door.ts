/** The way in for browsers: takes a page's offer to the media engine and brings back the answer, or says in words why not. */
import type { Clock } from '../../base/clock.ts';
import type { ConnectRequest, MediaEngine } from '../../engine/port.ts';
import { faultOfOffer } from './offer.ts';

export type WebrtcDoorOptions = { readonly engine: MediaEngine; readonly clock: Clock; readonly answerWithinMs?: number };

export type ConnectOutcome =
  | { readonly ok: true; readonly answer: string }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly remedy: string };

/** Connects browsers. Whatever goes wrong is an outcome: a page must be told, never dropped. */
export class WebrtcDoor {
  readonly #engine: MediaEngine;
  readonly #clock: Clock;
  readonly #answerWithinMs: number;

  constructor({ engine, clock, answerWithinMs = 10_000 }: WebrtcDoorOptions) {
    this.#engine = engine;
    this.#clock = clock;
    this.#answerWithinMs = answerWithinMs;
  }

  async connect(request: ConnectRequest): Promise<ConnectOutcome> {
    const fault = faultOfOffer(request.offer, request.what);
    if (fault) return { ok: false, ...fault, remedy: 'Use a current Chrome, Edge or another browser based on Chromium.' };
    try {
      const { answer } = await this.#engine.connect(request, { signal: this.#clock.deadline(this.#answerWithinMs) });
      return { ok: true, answer };
    } catch (error) {
      return {
        ok: false,
        code: 'webrtc/not-connected',
        message: `The ${request.what === undefined || request.what === 'sound' ? 'sound' : 'picture'} of this call could not be set up: ${error instanceof Error ? error.message : String(error)}.`,
        remedy: 'Try again. If it stays so, look at the terminal in which Rollcall runs.',
      };
    }
  }
}

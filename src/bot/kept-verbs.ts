/** What a bot takes down of its call: recordings, and what was said as text. */
import type { Log } from '../base/log.ts';
import type { CarrierCall } from '../call/platform.ts';
import type { Recording, RecordingOptions } from '../services/recording/port.ts';
import type { TranscribeOptions, Transcription } from '../services/transcription/port.ts';
import type { Asker } from './ask.ts';
import { interpret, type Interpretation, type InterpretOptions } from './interpreting.ts';
import type { LiveCall } from './live/live-call.ts';
import { record, type RecordingMeans } from './recording.ts';
import type { Speaks } from './speaks.ts';
import { transcribe } from './transcribing.ts';

export type KeptVerbsOptions = {
  readonly carrier: CarrierCall;
  readonly means: RecordingMeans | undefined;
  readonly live: LiveCall;
  readonly asker: Asker;
  readonly speech: Speaks;
  readonly log: Log;
};

export class KeptVerbs {
  readonly #options: KeptVerbsOptions;
  #recording: Recording | undefined;

  constructor(options: KeptVerbsOptions) {
    this.#options = options;
  }

  async record(options: RecordingOptions): Promise<Recording> {
    this.#recording = await record(options, this.#options);
    return this.#recording;
  }

  transcribe(options: TranscribeOptions): Promise<Transcription> {
    return transcribe(options, { ...this.#options, recording: () => this.#goingOn() });
  }

  interpret(options: InterpretOptions): Promise<Interpretation> {
    return interpret(options, this.#options);
  }

  #goingOn(): Recording | undefined {
    const state = this.#recording?.state;
    return state === 'recording' || state === 'paused' ? this.#recording : undefined;
  }
}

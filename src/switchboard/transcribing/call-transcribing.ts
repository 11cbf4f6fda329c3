/** The switchboard's own captions and transcripts: tells the house whom to hear, hands its captions on, and begins and ends what is kept. */
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Call } from '../call.ts';
import type { CallLoop } from '../call-loop.ts';
import type { OfApp, OfPerson } from '../input.ts';
import type { CaptionsRequest } from '../languages/language.ts';
import { readersOf } from '../languages/readers.ts';
import type { Result } from '../result.ts';
import { heardCallOf } from './hearing.ts';
import type { HouseSpeech, HouseSpeechFacts, HouseSpeechState, KeptWords } from './house-speech.ts';
import type { TranscribingWish } from './transcribing.ts';

export type CallTranscribingOptions = {
  readonly loop: CallLoop;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Absent: the house turns nothing into text. */
  readonly speech?: HouseSpeech | undefined;
};

type Begun = Result<{ readonly operationId: string }>;
type AppRequest = OfApp & { readonly clientContext?: string | undefined; readonly language?: string | undefined };

export class CallTranscribing implements AsyncDisposable {
  readonly #options: CallTranscribingOptions;
  /** What the house was told last of each call. */
  readonly #told = new Map<string, string>();
  readonly #kept = new Map<string, { readonly words: KeptWords; readonly callId: string }>();
  readonly #atWork = new Set<Promise<void>>();

  constructor(options: CallTranscribingOptions) {
    this.#options = options;
    const { loop, signal, speech } = options;
    loop.facts.on('transcribingWanted', ({ callId, wish }) => this.#grant(callId, wish), { signal });
    if (!speech) return;
    loop.facts.on('callChanged', ({ call }) => this.#tellHouse(call, speech), { signal });
    speech.facts.on('caption', (caption) => this.#captioned(caption, speech, loop.facts), { signal });
    speech.facts.on('keepingFailed', ({ recordingId, message }) => this.#failed(recordingId, message), { signal });
    speech.facts.on('stateChanged', () => loop.calls().forEach(({ callId }) => loop.on(callId, { kind: 'houseSpeechChanged' })), { signal }); // prettier-ignore
  }

  /** What the house itself turns into text; undefined where it does nothing of the kind. */
  get house(): HouseSpeechState | undefined {
    return this.#options.speech?.state;
  }

  /** Which captions a person gets: as spoken without a language. */
  captions(request: OfPerson & CaptionsRequest): Result {
    return this.#options.loop.onLeg(request.legId, { ...request, kind: 'chooseCaptions' });
  }

  /** Whom of those who interpret a person hears; null for nobody. */
  interpretation(request: OfPerson & { readonly language: string | null }): Result {
    return this.#options.loop.onLeg(request.legId, { ...request, kind: 'chooseVoice' });
  }

  /** Groups only, one transcript at a time. Ends with the notice `keepingEnded` when it is kept, or cannot be. */
  start(request: AppRequest): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'startTranscript' as const }));
  }

  /** Any app in the call ends it, whoever began it. Ends with `keepingEnded` when all that was said is kept. */
  stop(request: AppRequest): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'stopTranscript' as const }));
  }

  /** The same by a person at a page: organizer and presenters. */
  startByPerson(request: OfPerson): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'startTranscriptPerson' as const }));
  }

  stopByPerson(request: OfPerson): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'stopTranscriptPerson' as const }));
  }

  /** Waits for what is being kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork);
  }

  #asked(legId: string, inputOf: (operationId: string) => Parameters<CallLoop['onLeg']>[1]): Begun {
    const operationId = this.#options.random.uuid();
    const result = this.#options.loop.onLeg(legId, inputOf(operationId));
    return result.ok ? { ok: true, operationId } : result;
  }

  #tellHouse(call: Call, speech: HouseSpeech): void {
    const heard = heardCallOf(call, speech.state);
    const words = JSON.stringify(heard) ?? '';
    if (words === (this.#told.get(call.callId) ?? '')) return;
    if (heard) this.#told.set(call.callId, words);
    else this.#told.delete(call.callId);
    speech.hear(call.callId, heard);
  }

  #captioned({ callId, legId, ...said }: HouseSpeechFacts['caption'], speech: HouseSpeech, facts: CallLoop['facts']): void {
    const call = this.#options.loop.call(callId);
    const speaker = call?.legs.find((leg) => leg.legId === legId);
    if (!call || call.endedMs !== undefined) return;
    const toLegIds = readersOf(call, { by: 'house', ...said }, speech.state.offer);
    const who = speaker ? { participantId: speaker.participantId, speaker: speaker.self.name } : { speaker: '' };
    facts.tell('captioned', { call, byLegId: undefined, toLegIds, caption: { ...said, ...who } });
  }

  #grant(callId: string, wish: TranscribingWish): void {
    if (wish.kind === 'begin') this.#work(this.#begin(callId, wish));
    else this.#work(this.#end(wish.recordingId, wish.why));
  }

  async #begin(callId: string, { operationId, about }: Extract<TranscribingWish, { kind: 'begin' }>): Promise<void> {
    const { loop, speech, log } = this.#options;
    try {
      if (!speech) throw new TypeError('nothing here turns speech into text');
      const words = await speech.keep(about);
      const { recordingId } = words;
      this.#kept.set(recordingId, { words, callId });
      const { ok } = loop.on(callId, { kind: 'transcriptBegun', operationId, recordingId });
      if (!ok) await this.#end(recordingId, 'the call is over');
    } catch (error) {
      log.error('no transcript of a call can be kept', { callId, error });
      loop.on(callId, { kind: 'transcriptRefused', operationId, message: wordsOf(error) });
    }
  }

  async #end(recordingId: string, why: string): Promise<void> {
    const kept = this.#kept.get(recordingId);
    this.#kept.delete(recordingId);
    if (!kept) return;
    const { loop, log } = this.#options;
    try {
      await kept.words.finish(why);
      loop.on(kept.callId, { kind: 'transcriptEnded', recordingId });
    } catch (error) {
      log.error('a transcript could not be finished', { recordingId, error });
      loop.on(kept.callId, { kind: 'transcriptEnded', recordingId, problem: wordsOf(error) });
    }
  }

  #failed(recordingId: string, message: string): void {
    const kept = this.#kept.get(recordingId);
    this.#kept.delete(recordingId);
    if (kept) this.#options.loop.on(kept.callId, { kind: 'transcriptEnded', recordingId, problem: message });
  }

  #work(task: Promise<void>): void {
    const atWork = task.finally(() => this.#atWork.delete(atWork));
    this.#atWork.add(atWork);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Recording a call: what has to be there for it, and the call as the recording service sees it. */
import { anyOf } from '../base/cancel.ts';
import type { Log } from '../base/log.ts';
import type { CarrierMedia } from '../call/media.ts';
import type { CarrierCall, Party } from '../call/platform.ts';
import { OTHER_SIDE } from '../call/roster.ts';
import type { Recording, RecordingOptions } from '../services/recording/port.ts';
import type { RecordedCall } from '../services/recording/recorded-call.ts';
import type { Transcription } from '../services/transcription/port.ts';
import type { WordListener } from '../speech/word-listener.ts';
import type { Asker } from './ask.ts';
import { BotError } from './errors.ts';
import { leadingBack } from './leading-back.ts';
import type { LiveCall } from './live/live-call.ts';
import { rosterTold } from './roster-told.ts';
import { say } from './saying.ts';
import type { Transcribing } from './transcribes.ts';

/** The service that records calls, as a call needs it. */
export interface Records {
  /** Resolves once consent was obtained and it is recorded; rejects with a `RecordingError` where nothing may be. */
  record(call: RecordedCall, options?: RecordingOptions): Promise<Recording>;
}

/** By what calls of a bot are recorded. */
export type RecordingMeans = {
  /** For the library: who made it. */
  readonly botName: string;
  /** Absent where the house keeps no recordings. */
  readonly recordings?: Records | undefined;
  /** Absent where nothing hears words: consent is asked for by keys alone then. */
  readonly words?: WordListener | undefined;
  /** Somebody has to stop it, and wait until it is saved. */
  readonly onRecording: (recording: Recording) => void;
  /** Absent where nothing turns speech into text. */
  readonly transcription?: Transcribing | undefined;
  /** Somebody has to stop it, and wait until it is kept. */
  readonly onTranscription: (transcription: Transcription) => void;
};

export type RecordOptions = {
  readonly carrier: CarrierCall;
  readonly means: RecordingMeans | undefined;
  readonly live: Pick<LiveCall, 'mediaFor'>;
  readonly asker: Asker;
  readonly log: Log;
};

/** Rejects with a `BotError` where something is missing, or with what the service rejects with. */
export async function record(options: RecordingOptions, parts: RecordOptions): Promise<Recording> {
  try {
    return await begun(options, parts);
  } catch (error) {
    throw leadingBack(error);
  }
}

async function begun(options: RecordingOptions, parts: RecordOptions): Promise<Recording> {
  const { carrier, means, live, asker } = parts;
  const { status } = carrier.state;
  if (status === 'ringing' || status === 'connecting')
    throw new BotError('bot/not-answered', 'call.record() came before the call was up; await call.answer() first');
  // A bot that wants the mix alone is recorded as one track, while all agree.
  const media = live.mediaFor('call.record()', carrier.media && !carrier.media.has.has('soundApart') ? 'sound' : 'soundApart');
  if (options.pictures === true) live.mediaFor('call.record({ pictures: true })', 'pictures');
  if (!means?.recordings)
    throw new BotError(
      'bot/no-recordings',
      'call.record() needs a place where recordings are kept, and this host was opened without one: hostBot({ recordings })',
    );
  options.signal?.throwIfAborted();
  await rosterTold(carrier, asker.clock);
  const call = await recordedCall(media, means, parts);
  const recording = await means.recordings.record(call, options);
  means.onRecording(recording);
  // The keys of consent are no answer to what is asked next.
  asker.typed.clear();
  return recording;
}

async function recordedCall(media: CarrierMedia, means: RecordingMeans, { carrier, asker, log }: RecordOptions): Promise<RecordedCall> {
  const { life } = asker;
  const words = await wordsIn(media, means.words, { life, log });
  const hearSelf = media.hearSelf?.bind(media);
  return {
    info: carrier.info,
    self: selfOf(carrier, means.botName),
    media,
    roster: carrier.roster,
    facts: carrier.facts,
    signal: life,
    // Whoever has the sound of each also hears whose keys they are.
    tellsWhoPresses: true,
    meeting: (cancel) => carrier.meeting(cancel),
    tellRecording: (status, cancel) => carrier.tellRecording(status, cancel),
    // Beside whatever the bot itself is saying or asking: who comes late should not wait for that.
    say: async (text, cancel = {}) => void (await say(asker, text, cancel)),
    ...(words && { words }),
    ...(hearSelf && { hearSelf }),
  };
}

/** Undefined where nobody can listen: people are asked for keys alone then, and the log says what to install. */
async function wordsIn(
  media: CarrierMedia,
  listener: WordListener | undefined,
  { life, log }: { readonly life: AbortSignal; readonly log: Log },
): Promise<RecordedCall['words']> {
  const missing = await listener?.missing();
  if (missing !== undefined) log.info('consent to a recording is asked for by keys alone', { why: missing });
  if (!listener || missing !== undefined) return undefined;
  return async (participantId, words, withinMs, { signal } = {}) => {
    const listening = { signal: anyOf(signal, life) };
    const sound = participantId === OTHER_SIDE ? media.hear(listening) : media.hearOne(participantId, listening);
    try {
      return await listener.wordIn(sound, words, { withinMs, ...listening });
    } catch (error) {
      signal?.throwIfAborted();
      if (!life.aborted) log.warn('nobody could listen for what was said', { participantId, error });
      return undefined;
    }
  };
}

export function selfOf(
  { roster, info: { direction, from, to } }: CarrierCall,
  name: string,
): { readonly id: string; readonly name: string } {
  const here: Party = direction === 'incoming' ? to : from;
  const { id } = roster.participants.find(({ isSelf }) => isSelf)?.party ?? here;
  return { id: id === '' ? here.id : id, name };
}

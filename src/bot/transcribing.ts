/** Transcribing a call: what has to be there for it, and the call as the transcription service sees it. */
import type { Log } from '../base/log.ts';
import type { CarrierCall } from '../call/platform.ts';
import { checkOptions } from '../services/transcription/check-options.ts';
import { callEnded } from '../services/transcription/errors.ts';
import type { TranscribeOptions, Transcription } from '../services/transcription/port.ts';
import type { CallRecording } from '../services/transcription/transcribed-call.ts';
import type { Asker } from './ask.ts';
import { BotError } from './errors.ts';
import { leadingBack } from './leading-back.ts';
import type { LiveCall } from './live/live-call.ts';
import { selfOf, type RecordingMeans } from './recording.ts';
import { rosterTold } from './roster-told.ts';

export type TranscribeParts = {
  readonly carrier: CarrierCall;
  readonly means: RecordingMeans | undefined;
  readonly live: Pick<LiveCall, 'mediaFor'>;
  readonly asker: Pick<Asker, 'clock' | 'life'>;
  readonly log: Log;
  /** What the bot records of the same call now. */
  readonly recording: () => CallRecording | undefined;
};

/** Rejects with a `BotError` where something is missing, or with what the service rejects with. */
export async function transcribe(options: TranscribeOptions, parts: TranscribeParts): Promise<Transcription> {
  try {
    return await begun(options, parts);
  } catch (error) {
    throw leadingBack(error);
  }
}

async function begun(wanted: TranscribeOptions, parts: TranscribeParts): Promise<Transcription> {
  const options = checkOptions(wanted);
  const { carrier, means, live, asker, recording } = parts;
  if (asker.life.aborted) throw callEnded(asker.life.reason);
  const { status } = carrier.state;
  if (status === 'ringing' || status === 'connecting')
    throw new BotError('bot/not-answered', 'call.transcribe() came before the call was up; await call.answer() first');
  // Of a bot that wants the mix alone, several people are one unknown speaker.
  const media = live.mediaFor('call.transcribe()', carrier.media && !carrier.media.has.has('soundApart') ? 'sound' : 'soundApart');
  if (!means?.transcription) throw new BotError('bot/no-transcription', NOTHING_RECOGNISES);
  options.signal?.throwIfAborted();
  await rosterTold(carrier, asker.clock);
  const transcription = await means.transcription.transcribe(
    {
      info: carrier.info,
      self: selfOf(carrier, means.botName),
      media,
      roster: carrier.roster,
      facts: carrier.facts,
      signal: asker.life,
      meeting: (cancel) => carrier.meeting(cancel),
      tellRecording: (recordingStatus, cancel) => carrier.tellRecording(recordingStatus, cancel),
      recording,
    },
    options,
  );
  means.onTranscription(transcription);
  return transcription;
}

const NOTHING_RECOGNISES =
  'call.transcribe() needs something that turns speech into text, and where this bot runs there is nothing of the kind. ' +
  'A house (rollcall start) has it by itself where pocketsphinx is installed, or with a provider under `transcription.recognisers` in its configuration; ' +
  '`rollcall speech` tells what there is and what is missing';

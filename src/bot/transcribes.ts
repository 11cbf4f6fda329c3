/** What a bot needs of whoever turns the speech of its calls into text. */
import type { TranscribeOptions, Transcription } from '../services/transcription/port.ts';
import type { TranscribedCall } from '../services/transcription/transcribed-call.ts';

export interface Transcribing {
  /** Resolves once it has begun; rejects with a `TranscriptionError` where it may not, or cannot, be kept as asked for. */
  transcribe(call: TranscribedCall, options?: TranscribeOptions): Promise<Transcription>;
}

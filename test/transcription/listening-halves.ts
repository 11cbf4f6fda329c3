/** Both halves that listen for hours and keep a transcript, over one archive: the house at its engine, a bot at its carrier. */
import { Facts } from '../../src/base/facts.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { EngineFacts } from '../../src/engine/port.ts';
import { SAMPLE_RATE } from '../../src/media/frame.ts';
import { HouseTranscription } from '../../src/server/transcription/house-transcription.ts';
import { SpokenCall } from '../../src/services/transcription/test-transcription.ts';
import { TranscriptionService } from '../../src/services/transcription/transcription-service.ts';
import type { TranscriberLoad } from '../../src/speech/transcriber/port.ts';
import type { Desk } from '../../src/transcripts/test-transcripts.ts';
import { longListener, SPEAKERS } from './long-talk.ts';

export type ListeningHalf = {
  readonly recordingId: string;
  readonly load: () => TranscriberLoad | undefined;
  /** Begins to say that now. */
  say(who: number, sound: Int16Array): void;
  /** Its carrier's clock goes wrong by so much. */
  drift(ms: number): void;
  /** Resolves when all is kept; time must pass. */
  end(): Promise<void>;
};

/** From the media process. */
const PIECE_MS = 200;

export async function houseListens({ archive, transcripts, place: { clock } }: Desk): Promise<ListeningHalf> {
  const engine = { facts: new Facts<EngineFacts>() };
  const recognisers = [longListener(clock)];
  const house = new HouseTranscription({ engine, recognisers, language: 'en-US', places: { archive, transcripts }, clock, random: seededRandom(5), log: silentLog }); // prettier-ignore
  await house.begin();
  const callId = 'call';
  const people = SPEAKERS.map((name) => ({ legId: `leg-${name}`, personId: `id-${name}`, name }));
  house.hear(callId, { people, hasCaptions: true, languages: [] });
  const kept = await house.keep({ callId, about: { madeBy: { id: 'id-ada', name: 'ada' }, subject: 'Long', threadId: 'thread', callId } });
  const speak = async (legId: string, sound: Int16Array): Promise<void> => {
    const pieceSamples = (PIECE_MS * SAMPLE_RATE) / 1_000;
    for (let at = 0; at < sound.length; at += pieceSamples) {
      await clock.sleep(PIECE_MS);
      const isEnd = at + pieceSamples >= sound.length;
      engine.facts.tell('heard', { roomId: callId, legId, atMs: clock.wallMs() - PIECE_MS, samples: sound.slice(at, at + pieceSamples), isEnd }); // prettier-ignore
    }
  };
  return {
    recordingId: kept.recordingId,
    load: () => house.load,
    say: (who, sound) => void speak(people[who]?.legId ?? '', sound),
    // The media process goes by the machine's own.
    drift: () => undefined,
    async end() {
      house.hear(callId, undefined);
      await kept.finish('over');
      await house[Symbol.asyncDispose]();
    },
  };
}

export async function botListens({ archive, transcripts, place: { clock } }: Desk): Promise<ListeningHalf> {
  const service = new TranscriptionService({ providers: [longListener(clock)], archive, transcripts, clock, random: seededRandom(7) });
  const call = new SpokenCall(clock);
  const visitIds = SPEAKERS.map((name) => call.join(name));
  const transcription = await service.transcribe(call, { keep: true, language: 'en-US' });
  return {
    recordingId: transcription.recordingId ?? '',
    load: () => transcription.load,
    say: (who, sound) => void call.hands(sound, visitIds[who] ?? ''),
    drift: (ms) => void (call.mediaOffsetMs -= ms),
    async end() {
      call.end();
      await transcription.stop();
      await service[Symbol.asyncDispose]();
    },
  };
}

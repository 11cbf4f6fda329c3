/** A switchboard for tests with real sound in memory: people who are heard by its engine, what they say as text, and what each is shown. */
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import type { VirtualClock } from '../../base/virtual-clock.ts';
import { LocalEngine } from '../../engine/local-engine.ts';
import { MemoryPeers } from '../../engine/memory-peer.ts';
import type { MemoryPerson } from '../../engine/memory-person.ts';
import type { OpenKeptLog } from '../../engine/keeping/kept-log.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import type { RecordingPlaces } from '../../switchboard/keeping/call-keeping.ts';
import { Switchboard } from '../../switchboard/switchboard.ts';
import { bookOf, directory, done, meeting } from '../../switchboard/test-house.ts';
import { HouseTranscription } from './house-transcription.ts';
import type { KeepingPlaces } from './kept-words.ts';

export type HeardHouse = AsyncDisposable & {
  readonly clock: VirtualClock;
  readonly peers: MemoryPeers;
  readonly engine: LocalEngine;
  readonly switchboard: Switchboard;
  readonly house: HouseTranscription;
  readonly errors: string[];
  /** What each is shown, by user: the last text of each caption, `Ada: hello`, with a mark for those that may still change. */
  readonly shown: (userId: string) => readonly string[];
  /** Dials into the meeting and is heard. */
  enter(userId: string): Promise<MemoryPerson>;
  readonly legOf: (userId: string) => string;
  captions(userId: string, language?: string): void;
};

export type HeardHouseOptions = {
  readonly clock: VirtualClock;
  readonly recognisers: readonly SpeechToText[];
  readonly translators?: readonly Translator[];
  readonly redact?: RedactionOptions | false;
  readonly places?: KeepingPlaces;
  readonly recordings?: RecordingPlaces;
  readonly keptLogs?: OpenKeptLog;
};

export async function heardHouse({ clock, recordings, keptLogs, ...options }: HeardHouseOptions): Promise<HeardHouse> {
  const peers = new MemoryPeers({ clock });
  const engine = new LocalEngine({ clock, peers, keptLogs });
  const errors: string[] = [];
  const log = { ...silentLog, error: (message: string, data?: object) => void errors.push(`${message} ${JSON.stringify(data)}`) };
  const house = new HouseTranscription({ language: 'en-US', engine, clock, random: seededRandom(5), log, ...options });
  await house.begin();
  const sound = new Uint8Array([1]);
  const switchboard = new Switchboard({
    directory,
    engine,
    clock,
    random: seededRandom(1),
    log,
    announcements: { 'bot-not-answering': sound, 'number-unknown': sound, 'nobody-answers': sound },
    holdMusic: () => sound,
    meetings: bookOf(meeting()),
    recordings,
    speech: house,
  });
  const captions = new Map<string, Map<string, string>>();
  switchboard.facts.on('captioned', ({ call, toLegIds, caption: { captionId, speaker, text, isFinal } }) => {
    for (const { legId, self } of call.legs) {
      if (!toLegIds.includes(legId)) continue;
      const own = captions.get(self.id) ?? new Map<string, string>();
      captions.set(self.id, own.set(captionId, `${speaker}: ${text}${isFinal ? '' : ' …'}`));
    }
  });
  const legs = new Map<string, string>();
  const legOf = (userId: string): string => legs.get(userId) ?? '';
  return {
    clock,
    peers,
    engine,
    switchboard,
    house,
    errors,
    legOf,
    shown: (userId) => [...(captions.get(userId)?.values() ?? [])],
    async enter(userId) {
      const { callId, legId } = done(switchboard.dial({ userId, pageId: `page-${userId}`, number: '5550100' }));
      legs.set(userId, legId);
      const person = await peers.person({ codec: 'l16' });
      await engine.connect({ roomId: callId, legId, offer: person.offer });
      await clock.advance(20);
      return person;
    },
    captions: (userId, language) => void done(switchboard.transcribing.captions({ userId, legId: legOf(userId), isOn: true, language })),
    async [Symbol.asyncDispose]() {
      await switchboard[Symbol.asyncDispose]();
      await house[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

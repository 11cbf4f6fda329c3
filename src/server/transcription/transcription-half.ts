/** Everything about speech that becomes text in a house: who recognises and translates, where transcripts are kept, and both halves' ways to use it. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import type { MediaEngine } from '../../engine/port.ts';
import { TranscriptionService } from '../../services/transcription/transcription-service.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { TranscriptShelf } from '../../doors/graph/around/meetings/transcript-shelf.ts';
import type { HouseStores } from '../house-stores.ts';
import type { Archives } from '../recordings/open-archives.ts';
import type { FindMeeting } from '../recordings/shelved.ts';
import { ConfiguredSpeech, orUnmade } from './configured-speech.ts';
import { HomeSpeech } from './home-speech.ts';
import { HouseTranscription } from './house-transcription.ts';
import { openTranscripts, type BothTranscripts } from './open-transcripts.ts';
import type { TranscriptionConfig } from './transcription-config.ts';
import { transcriptsShelf } from './transcripts-shelf.ts';

export type TranscriptionHalf = {
  readonly transcripts: BothTranscripts;
  /** For bots. */
  readonly service: TranscriptionService;
  /** The switchboard's own. */
  readonly house: HouseTranscription;
  readonly home: HomeSpeech;
  /** What both halves have transcribed, for Graph. */
  readonly shelf: (findMeeting: FindMeeting) => TranscriptShelf;
  /** Looks what there is to work with, and goes on with the second passes of an earlier run; never rejects. */
  begin(): Promise<void>;
};

export type TranscriptionHalfOptions = {
  readonly archives: Archives;
  readonly stores: HouseStores;
  readonly tenantId: string;
  readonly engine: Pick<MediaEngine, 'facts'>;
  /** In place of the configured ones, for whoever drives a house without them. */
  readonly recognisers?: readonly SpeechToText[] | undefined;
  /** What the home page shows of it is otherwise than before. */
  readonly onChanged: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

export async function openTranscription(config: TranscriptionConfig, options: TranscriptionHalfOptions): Promise<TranscriptionHalf> {
  const { archives, engine, clock, random, log, scope } = options;
  const { hints, glossary, redact } = config;
  const configured = new ConfiguredSpeech(config, { clock, fetch });
  scope.defer(() => configured[Symbol.asyncDispose]());
  const { translators, language } = configured;
  const recognisers = options.recognisers ?? configured.recognisers.map(orUnmade);
  const better = configured.secondPass?.map(orUnmade) ?? recognisers;
  const transcripts = await openTranscripts({
    ...options,
    better,
    isLookedAtAgain: configured.secondPass !== undefined,
    language,
    hints,
    translators,
    glossary,
    redact,
  });
  const service = new TranscriptionService({
    providers: recognisers,
    translators,
    transcripts: transcripts.bots,
    archive: archives.bots,
    clock,
    random,
    log,
    defaults: { language, hints, glossary, redact },
  });
  scope.defer(() => service[Symbol.asyncDispose]());
  const places = { archive: archives.switchboard, transcripts: transcripts.switchboard };
  const common = { language, hints, glossary, redact, clock, random, log };
  const house = new HouseTranscription({ ...common, engine, recognisers, translators, places });
  scope.defer(() => house[Symbol.asyncDispose]());
  const home = new HomeSpeech({
    recognisers,
    translators,
    loads: () => [service.transcriber.load, house.load],
    current: () => [service.transcriber.provider.name, house.state.offer?.transcriber?.name],
    passesGivenUp: () => transcripts.passes.givenUp,
  });
  const halves = (['bots', 'switchboard'] as const).map((which) => ({ archive: archives[which], transcripts: transcripts[which] }));
  const shelf = (findMeeting: FindMeeting): TranscriptShelf => transcriptsShelf({ halves, tenantId: options.tenantId, findMeeting, log });
  transcripts.passes.facts.on('changed', options.onChanged, { signal: scope.signal });
  house.facts.on('stateChanged', () => void home.look().then(options.onChanged), { signal: scope.signal });
  service.transcriber.facts.on('providerChanged', options.onChanged, { signal: scope.signal });
  service.transcriber.facts.on('loadChanged', options.onChanged, { signal: scope.signal });
  const begin = async (): Promise<void> => {
    transcripts.begin();
    await Promise.all([house.begin(), home.look()]);
    options.onChanged();
  };
  return { transcripts, service, house, home, shelf, begin };
}

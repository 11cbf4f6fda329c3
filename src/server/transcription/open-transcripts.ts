/** The transcripts of a house, those of its bots and those of its switchboard, and the second look at them. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Viewer } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import { makeRedactor } from '../../speech/redaction/redactor.ts';
import type { Speaker } from '../../speech/segment.ts';
import { secondPass } from '../../speech/transcriber/second-pass.ts';
import { Transcripts } from '../../transcripts/transcripts.ts';
import type { Glossary, Translator } from '../../speech/translation/translator.ts';
import type { HouseStores } from '../house-stores.ts';
import type { Archives } from '../recordings/open-archives.ts';
import { problemOf } from './configured-speech.ts';
import { SecondPasses, type Half, type PassAnswer } from './second-passes.ts';
import { translateKept } from './translate-kept.ts';

export type BothTranscripts = {
  readonly bots: Transcripts;
  readonly switchboard: Transcripts;
  /** Has a recording transcribed again, now; how that goes on, and how what is made by itself does, is told by `passes`. */
  readonly ask: (recordingId: string, viewer: Viewer) => Promise<PassAnswer>;
  readonly passes: Pick<SecondPasses, 'facts' | 'givenUp'>;
  /** Goes on with those that an earlier run owes, and makes them by itself where that is wanted; to be called when whoever shows them listens. */
  begin(): void;
};

export type OpenTranscriptsOptions = {
  readonly archives: Archives;
  readonly stores: HouseStores;
  readonly tenantId: string;
  /** For the second look. */
  readonly better: readonly SpeechToText[];
  /** Each recording that has a transcript is looked at again when both are done. */
  readonly isLookedAtAgain: boolean;
  readonly language: string;
  readonly hints?: readonly string[] | undefined;
  /** Of what is corrected later, in order of preference. */
  readonly translators?: readonly Translator[] | undefined;
  readonly glossary?: Glossary | undefined;
  /** For transcripts that do not know of their own what is taken out of them. */
  readonly redact?: RedactionOptions | false | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

export async function openTranscripts(options: OpenTranscriptsOptions): Promise<BothTranscripts> {
  const { archives, stores, tenantId, isLookedAtAgain, redact, clock, log, scope } = options;
  const { translators = [] } = options;
  const translate = translators.length > 0 ? translateKept({ ...options, translators }) : undefined;
  const open = async (which: 'bots' | 'switchboard'): Promise<Half> => {
    const archive = archives[which];
    const facts = which === 'bots' ? stores.bots : stores.calls;
    const folder = join(stores.path, 'transcripts', which);
    await clock.hold(() => mkdir(folder, { recursive: true, mode: 0o700 }));
    const search = { folder, vault: archives.vault };
    const transcripts = await Transcripts.open({ archive, facts, tenantId, which, isLookedAtAgain, redact, clock, log, translate, search });
    scope.defer(() => transcripts[Symbol.asyncDispose]());
    return { archive, transcripts };
  };
  const halves = [await open('bots'), await open('switchboard')] as const;
  const passes = new SecondPasses({
    ...options,
    halves,
    make: (half, viewer, recordingId) => heardAgain(half, viewer, recordingId, options),
    isByItself: isLookedAtAgain,
    missing: () => missingOf(options.better),
  });
  return {
    bots: halves[0].transcripts,
    switchboard: halves[1].transcripts,
    ask: (recordingId, viewer) => passes.ask(recordingId, viewer),
    passes,
    begin: () => passes.begin(),
  };
}

/** Where there is no transcript there is one afterwards; what fails leaves all as it is. */
async function heardAgain(
  { archive, transcripts }: Half,
  viewer: Viewer,
  recordingId: string,
  { better, language, hints, redact: ofHouse, clock, random, log, scope }: OpenTranscriptsOptions,
): Promise<void> {
  const { tracks, durationMs, people } = await archive.get(viewer, recordingId);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const speakerOf = (track: number): Speaker | undefined => {
    const info = tracks.find((each) => each.track === track)?.info;
    return info?.kind === 'voice' ? { speakerId: speakerIdOf(info.personId), name: nameOf.get(info.personId) ?? info.name } : undefined;
  };
  const common = { providers: better, hints, clock, random, log, signal: scope.signal };
  const found = await archive.hearVoices(viewer, recordingId, async (sound) => {
    const before = await transcripts.get(viewer, recordingId);
    const about = { language: before?.language ?? language, redact: before?.redact ?? ofHouse };
    const redactor = about.redact === false ? undefined : makeRedactor(about.redact);
    const live = before?.segments ?? [];
    const passed = await secondPass({ ...common, language: about.language, redactor, sound, speakerOf, live, durationMs });
    if (passed.problem !== undefined)
      throw new SpeechError('speech/provider-failed', `nothing of what was said could be turned into text: ${passed.problem}`);
    return { about, ...passed };
  });
  const madeBy = { id: viewer.kind === 'person' ? viewer.id : '', name: viewer.name };
  const open = await transcripts.begin({ recordingId, madeBy, ...found.about });
  try {
    // What was taken out is known before it is: cut off between the two, the pass is made again.
    open.writeSpans(found.spans);
    await open.flush();
    await transcripts.revise(recordingId, [...found.replaced, ...found.added, ...found.removed]);
  } finally {
    await open.finish();
  }
}

/** Undefined where one of them could recognise; otherwise what the first of them lacks, as it is the one that is preferred. */
async function missingOf(recognisers: readonly SpeechToText[]): Promise<string | undefined> {
  const problems = await Promise.all(recognisers.map(problemOf));
  return problems.includes(undefined) ? undefined : (problems[0] ?? 'configure what turns speech into text: transcription.recognisers.');
}

/** Whom the carrier does not name is known by the visit; recordings and transcripts write that in ways of their own. */
function speakerIdOf(personId: string): string {
  return personId.replace(/^visit /, 'participant:');
}

/** The transcripts of a house, those of its bots and those of its switchboard, and the second look at them. */
import { join } from 'node:path';
import type { Viewer } from '../../archive/port.ts';
import type { Archive } from '../../archive/archive.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import { makeRedactor } from '../../speech/redaction/redactor.ts';
import type { Speaker } from '../../speech/segment.ts';
import { secondPass } from '../../speech/transcriber/second-pass.ts';
import { Transcripts } from '../../transcripts/transcripts.ts';
import type { HouseStores } from '../house-stores.ts';
import type { Archives } from '../recordings/open-archives.ts';

export type BothTranscripts = {
  readonly bots: Transcripts;
  readonly switchboard: Transcripts;
  /** Transcribes a recording again; resolves when the transcript has it. Rejects as the archive does. */
  readonly again: (recordingId: string, viewer: Viewer) => Promise<void>;
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
  readonly redact?: RedactionOptions | false | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

type Half = { readonly archive: Archive; readonly transcripts: Transcripts };

export async function openTranscripts(options: OpenTranscriptsOptions): Promise<BothTranscripts> {
  const { archives, stores, tenantId, clock, log, scope } = options;
  const open = async (which: 'bots' | 'switchboard'): Promise<Half> => {
    const archive = archives[which];
    const facts = which === 'bots' ? stores.bots : stores.calls;
    const folder = join(stores.path, 'recordings', which);
    const transcripts = await Transcripts.open({ archive, facts, tenantId, which, clock, log, search: { folder, vault: archives.vault } });
    scope.defer(() => transcripts[Symbol.asyncDispose]());
    return { archive, transcripts };
  };
  const halves = [await open('bots'), await open('switchboard')] as const;
  const going = new Map<string, Promise<void>>();
  const again = (recordingId: string, viewer: Viewer): Promise<void> => {
    const half = halves.find(({ archive }) => archive.standingOf(recordingId) === 'kept') ?? halves[0];
    const work = going.get(recordingId) ?? heardAgain(half, viewer, recordingId, options).finally(() => going.delete(recordingId));
    going.set(recordingId, work);
    return work;
  };
  if (options.isLookedAtAgain) for (const half of halves) lookAgain(half, again, options);
  return {
    bots: halves[0].transcripts,
    switchboard: halves[1].transcripts,
    again,
  };
}

const house: Viewer = { kind: 'operator', name: 'second pass' };

/** When the sound is saved and the words are done, in whatever order that comes. */
function lookAgain(
  { archive, transcripts }: Half,
  again: BothTranscripts['again'],
  { log, scope }: Pick<OpenTranscriptsOptions, 'log' | 'scope'>,
): void {
  const look = async (recordingId: string): Promise<void> => {
    if (!transcripts.has(recordingId)) return;
    const [kept, transcript] = await Promise.all([archive.get(house, recordingId), transcripts.get(house, recordingId)]);
    if (kept.state === 'saved' && kept.kind !== 'transcript' && transcript?.state === 'done') await again(recordingId, house);
  };
  const looked = (recordingId: string): void =>
    void look(recordingId).catch((error: unknown) => {
      if (!scope.signal.aborted) log.warn('a recording could not be transcribed again', { recordingId, error });
    });
  archive.facts.on('recordingSaved', ({ recording: { recordingId } }) => looked(recordingId), { signal: scope.signal });
  transcripts.facts.on('done', ({ recordingId }) => looked(recordingId), { signal: scope.signal });
}

async function heardAgain(
  { archive, transcripts }: Half,
  viewer: Viewer,
  recordingId: string,
  { better, language, hints, redact, clock, random, log, scope }: OpenTranscriptsOptions,
): Promise<void> {
  const { tracks, durationMs, people } = await archive.get(viewer, recordingId);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const speakerOf = (track: number): Speaker | undefined => {
    const info = tracks.find((each) => each.track === track)?.info;
    return info?.kind === 'voice' ? { speakerId: speakerIdOf(info.personId), name: nameOf.get(info.personId) ?? info.name } : undefined;
  };
  const redactor = redact === false ? undefined : makeRedactor(redact ?? {});
  const common = { providers: better, language, hints, redactor, clock, random, log, signal: scope.signal };
  const { replaced, added, removed } = await archive.hearVoices(viewer, recordingId, async (sound) => {
    const live = (await transcripts.get(viewer, recordingId))?.segments ?? [];
    return secondPass({ ...common, sound, speakerOf, live, durationMs });
  });
  await transcripts.revise(recordingId, [...replaced, ...added, ...removed]);
}

/** Whom the carrier does not name is known by the visit; recordings and transcripts write that in ways of their own. */
function speakerIdOf(personId: string): string {
  return personId.replace(/^visit /, 'participant:');
}

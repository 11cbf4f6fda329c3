/** Aids for tests of transcripts: what people say, and a place with an archive and its transcripts, opened one after the other. */
import type { Archive } from '../archive/archive.ts';
import { about, newPlace, operator, type Place } from '../archive/test-archive.ts';
import { silentLog } from '../base/log.ts';
import type { RecordingAbout } from '../archive/port.ts';
import type { Segment } from '../speech/segment.ts';
import { Transcripts } from './transcripts.ts';
import type { TranscriptsOptions } from './transcripts-options.ts';

export const scribe = { id: 'scribe', name: 'Scribe' };

/** Said in a second and a half each, two seconds apart, in the order of their ids. */
export function said(segmentId: string, text: string, changed: Partial<Segment> = {}): Segment {
  const startMs = Number(/\d+/.exec(segmentId)?.[0] ?? 0) * 2_000;
  return {
    segmentId,
    revision: 1,
    state: 'final',
    speaker: { speakerId: 'ada-id-canary', name: 'Ada Canary Lovelace' },
    startMs,
    endMs: startMs + 1_500,
    text,
    language: 'en',
    made: { by: 'recogniser', provider: 'test', pass: 'live', leftMachine: false },
    ...changed,
  };
}

export type Desk = AsyncDisposable & {
  readonly place: Place;
  archive: Archive;
  transcripts: Transcripts;
  /** An entry without sound, with those people in it, which is still open. */
  entry(people?: readonly { readonly id: string; readonly name: string }[], changed?: Partial<RecordingAbout>): Promise<string>;
  /** As after a kill: what is in memory is left, and all is opened anew over the same stores. */
  again(changed?: Partial<TranscriptsOptions>): Promise<void>;
};

export async function newDesk(changed: Partial<TranscriptsOptions> = {}): Promise<Desk> {
  const place = await newPlace();
  const open = async (archive: Archive, more: Partial<TranscriptsOptions>): Promise<Transcripts> =>
    Transcripts.open({ archive, facts: place.facts, tenantId: 't1', which: 'bots', clock: place.clock, log: silentLog, ...more });
  const archive = await place.open();
  const opened: Transcripts[] = [];
  const desk: Desk = {
    place,
    archive,
    transcripts: await open(archive, changed),
    async entry(people = [], more = {}) {
      const recording = await desk.archive.begin({ ...about, kind: 'transcript', ...more });
      for (const { id, name } of people) recording.write({ kind: 'note', atMs: 0, note: { kind: 'joined', personId: id, name } });
      await recording.flush();
      return recording.recordingId;
    },
    async again(more = {}) {
      opened.push(desk.transcripts);
      await desk.archive[Symbol.asyncDispose]();
      desk.archive = await place.open();
      await desk.archive.recover();
      desk.transcripts = await open(desk.archive, { ...changed, ...more });
    },
    async [Symbol.asyncDispose]() {
      for (const each of [...opened, desk.transcripts]) await each[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
  return desk;
}

export { operator };

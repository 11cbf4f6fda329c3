/**
 * Numbers that are known for what they are only when they have been shown: said over a long pause, by two in turn, and completed by hand. What is
 * written of them goes through the redactor as it does in a house; all that is sealed meanwhile is taken down, with what opens it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ada, grace, operator } from '../../src/archive/test-archive.ts';
import { makeRedactor } from '../../src/speech/redaction/redactor.ts';
import type { Segment } from '../../src/speech/segment.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { newDesk, said, scribe, type Desk } from '../../src/transcripts/test-transcripts.ts';
import type { TranscriptsOptions } from '../../src/transcripts/transcripts-options.ts';
import type { Canary } from './canaries.ts';

export const lateCanaries: readonly Canary[] = [
  { name: 'a card over a long pause', digits: '4929176308526340' },
  { name: 'a card of two speakers', digits: '4539578763621486' },
  { name: 'a card completed by hand', digits: '5108639274018568' },
];
const [ofPause, ofTwo, ofHand] = lateCanaries.map(({ digits = '' }) => [digits.slice(0, 8), digits.slice(8)] as const);

type LateHouse = AsyncDisposable & {
  readonly desk: Desk;
  /** Texts of everything that was sealed so far, by where it lies. */
  everSealed(): Promise<readonly Sealed[]>;
  /** Of those what lies in any file now, wherever in it. */
  lying(sealed: readonly Sealed[]): Promise<readonly Sealed[]>;
  /** All of it is said, with the transcript open; then it is finished; then somebody types the rest of a number. */
  speak(): Promise<void>;
  finish(): Promise<void>;
  type(): Promise<void>;
};
export type Sealed = { readonly place: 'log' | 'index'; readonly text: string; readonly bytes: Buffer };

export async function openLateHouse(): Promise<LateHouse> {
  const desk = await newDesk();
  const { facts } = desk.place;
  const batches = new Set<string>();
  const rows = new Set<string>();
  type All = Parameters<typeof facts.append>[1];
  const taken = (all: All): All => {
    for (const { data } of all) if (hasSealed(data)) batches.add(data.sealed);
    return all;
  };
  const watched: TranscriptsOptions['facts'] = {
    read: (from) => facts.read(from),
    append: (key, all) => facts.append(key, taken(all)),
    replace: (key, all) => facts.replace(key, taken(all)),
  };
  const folder = join(desk.place.path, 'search');
  await desk.again({ facts: watched, search: { folder, vault: desk.place.vault } });
  const recordingId = await desk.entry([ada, grace]);
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  const redactor = makeRedactor({});
  const { clock } = desk.place;
  const say = (segmentId: string, text: string, startMs: number, who = ada): void => {
    const heard = said(segmentId, text, { startMs, endMs: startMs + 3_000, speaker: { speakerId: who.id, name: who.name } });
    write(redactor.take(heard));
  };
  const write = (segments: readonly Segment[]): void => {
    for (const segment of segments) {
      open.write(segment);
      const { segmentId, revision, text } = segment;
      open.writeTranslation({ segmentId, revision, language: 'es', text: `es: ${text}`, isFinal: true, provider: 'p', leftMachine: false });
    }
    open.writeSpans(redactor.spans);
  };
  /** Silence up to then: what was covered only in case is shown, on disk, and in the index. */
  const silence = async (untilMs: number): Promise<void> => {
    write(redactor.settle(untilMs));
    await clock.advance(3_000);
    await lookAround();
  };
  /** The rows that lie beside the index now. */
  const lookAround = async (): Promise<void> => {
    const database = await openSqlite(join(folder, 'said.db'), { clock });
    const found = database.prepare('SELECT sealed FROM lines').all() as { readonly sealed: ArrayBuffer }[];
    database.close();
    for (const { sealed } of found) rows.add(Buffer.from(sealed).toString('base64'));
  };
  return {
    desk,
    async speak() {
      say('s0', `take down ${ofPause?.[0] ?? ''}`, 0);
      await silence(16_000);
      say('s1', `${ofPause?.[1] ?? ''} that was it`, 24_000);
      await silence(60_000);
      say('s2', `take it down from the two of us ${ofTwo?.[0] ?? ''}`, 200_000);
      await silence(216_000);
      say('s3', `${ofTwo?.[1] ?? ''} said the blacksmith`, 224_000, grace);
      await silence(260_000);
      say('s4', `by hand ${ofHand?.[0] ?? ''}`, 500_000);
      await silence(540_000);
      say('s5', 'nobody understood the rest', 550_000);
      await silence(600_000);
    },
    async finish() {
      await open.finish();
      await clock.advance(10_000);
    },
    async type() {
      await desk.transcripts.correct(operator, recordingId, 's5', ofHand?.[1] ?? '');
      await clock.advance(10_000);
    },
    async everSealed() {
      await lookAround();
      const [ofLog, ofIndex] = await Promise.all(['transcript', 'transcript search'].map((purpose) => desk.archive.sealOf(recordingId, purpose))); // prettier-ignore
      const opened = (seal: typeof ofLog, bytes: Buffer): string => Buffer.from(seal?.open(bytes) ?? []).toString('utf8');
      return [
        ...[...batches].map((sealed): Sealed => ({ place: 'log', text: opened(ofLog, Buffer.from(sealed, 'base64')), bytes: Buffer.from(sealed) })), // prettier-ignore
        ...[...rows].map((row): Sealed => {
          const bytes = Buffer.from(row, 'base64');
          return { place: 'index', text: opened(ofIndex, bytes), bytes };
        }),
      ];
    },
    async lying(sealed) {
      const files = [join(desk.place.path, 'facts.db'), join(folder, 'said.db')].flatMap((file) => [file, `${file}-wal`]);
      const all = Buffer.concat(await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0)))));
      return sealed.filter(({ bytes }) => piecesOf(bytes).some((piece) => all.includes(piece)));
    },
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
}

function hasSealed(data: unknown): data is { readonly sealed: string } {
  return typeof data === 'object' && data !== null && 'sealed' in data && typeof data.sealed === 'string';
}

/** Of a few bytes each, all through it: a part of it would be enough for somebody. */
function piecesOf(bytes: Buffer): readonly Buffer[] {
  return Array.from({ length: Math.max(1, Math.floor(bytes.length / 64)) }, (_, at) => bytes.subarray(at * 64, at * 64 + 24));
}

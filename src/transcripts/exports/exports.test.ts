import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseSync } from 'subtitle';
import { describe, expect, test } from 'vitest';
import type { Segment } from '../../speech/segment.ts';
import { Said } from '../said.ts';
import { said } from '../test-transcripts.ts';
import type { KeptTranscript } from '../port.ts';
import { exported } from './exported.ts';
import { graphMetadataVtt, graphVtt } from './graph-vtt.ts';

type ParsedCue = { readonly id: string; readonly startTime: number; readonly endTime: number; readonly text: string; readonly tree: Tree };
type Tree = { readonly name?: string; readonly value?: string; readonly children?: readonly Tree[] };
type Parsed = { readonly cues: readonly ParsedCue[]; readonly errors: readonly { readonly message: string; readonly line: number }[] };
const load = createRequire(import.meta.url);
const { WebVTTParser: Parser } = load('webvtt-parser') as {
  WebVTTParser: new (entities: object) => { parse(text: string, mode?: 'metadata'): Parsed };
};
const entities = load('webvtt-parser/html-entities.json') as object;
const parsed = (text: string, mode?: 'metadata'): Parsed => new Parser(entities).parse(text, mode);

function transcriptOf(segments: readonly Segment[], changed: Partial<KeptTranscript> = {}): KeptTranscript {
  const all = new Said();
  for (const segment of segments) all.take({ kind: 'segment', segment });
  return {
    recordingId: 'r1',
    language: 'en',
    madeBy: { id: 'b', name: 'Scribe' },
    state: 'done',
    startedMs: Date.UTC(2026, 10, 23, 9),
    durationMs: all.durationMs,
    speakers: all.speakers(),
    segments: all.segments(),
    translations: [],
    ...changed,
  };
}

const plainly = { subject: 'Weekly', translationInto: () => [] };
const by = (speakerId: string, name: string): Pick<Segment, 'speaker'> => ({ speaker: { speakerId, name } });

const odd = '<b>Zoë & "Ø\'Neil" --> 🎉\n{\\an8} ] مرحبا';
const meeting = [
  said('s0', 'Good morning. <v Nobody>I am nobody</v> &amp; 3 --> 4 <00:00:01.000> {\\an8}', by('x', odd)),
  // Overlaps with the one before.
  said('s1', 'Buenos días', { ...by('g', 'Grace'), startMs: 700, endMs: 2_900, language: 'es' }),
  said('s2', '', { state: 'unheard', problem: 'nobody answered' }),
  said('s3', 'at once', { startMs: 6_000, endMs: 6_000 }),
  said('s4', 'gone', { state: 'removed' }),
];

const textOf = ({ value = '', children = [] }: Tree): string => value + children.map(textOf).join('');

test('WebVTT says who said what, whatever they are called, and says nothing else', () => {
  const { mime, text } = exported(transcriptOf(meeting), 'vtt', plainly);
  expect(mime).toBe('text/vtt; charset=utf-8');
  expect(text).toContain('NOTE language: en\n\n');
  const { cues, errors } = parsed(text);
  expect(errors).toEqual([]);
  const times = cues.map(({ id, startTime, endTime }) => `${id} ${String(startTime)}-${String(endTime)}`);
  expect(times).toEqual(['s0 0-1.5', 's1 0.7-2.9', 's2 4-5.5', 's3 6-6.5']);
  const first = cues[0]?.tree.children?.[0];
  // This parser leaves references in names as they are.
  const name = first?.value?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  expect([first?.name, name]).toEqual(['v', odd.replace('\n', ' ')]);
  const spoken = cues.filter(({ id }) => id.startsWith('s0')).map(({ tree }) => (tree.children?.[0]?.children ?? []).map(textOf).join(''));
  expect(spoken.join(' ').replaceAll('\n', ' ')).toBe(meeting[0]?.text);
  expect(cues.at(-2)?.text).toBe('<v Ada Canary Lovelace>[inaudible]</v>');
});

test('SRT has the names before what is said, and no tags', () => {
  const { text } = exported(transcriptOf(meeting), 'srt', plainly);
  const nodes = parseSync(text);
  const cues = nodes.flatMap((node) => (node.type === 'cue' ? [node.data] : []));
  expect(cues).toHaveLength(nodes.length);
  expect(cues.find(({ start }) => start === 700)).toMatchObject({ start: 700, end: 2_900, text: 'Grace: Buenos días' });
  expect(text).not.toMatch(/<[a-z/]|\{\\|--> \D/i);
});

describe('a long segment', () => {
  const words = Array.from({ length: 120 }, (_, index) => `word${String(index)}`);
  const long = said('s0', words.join(' '), { endMs: 60_000 });
  const cuesIn = (segment: Segment): readonly ParsedCue[] => parsed(exported(transcriptOf([segment]), 'vtt', plainly).text).cues;

  test('becomes cues of two short lines, one after the other, with all of it', () => {
    const cues = cuesIn(long);
    expect(cues.length).toBeGreaterThan(8);
    for (const [index, { startTime, endTime, text }] of cues.entries()) {
      const lines = text.replaceAll(/<[^>]*>/g, '').split('\n');
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(42);
      expect(endTime).toBeGreaterThan(startTime);
      expect(startTime).toBeGreaterThanOrEqual(cues[index - 1]?.endTime ?? 0);
    }
    expect([cues[0]?.startTime, cues.at(-1)?.endTime]).toEqual([0, 60]);
    expect(cues.map(({ text }) => text.replaceAll(/<[^>]*>/g, '').replaceAll('\n', ' ')).join(' ')).toBe(long.text);
  });

  test('is parted when its words were said, where that is known', () => {
    const timed = words.map((text, index) => ({ text, startMs: 30_000 + index * 100, endMs: 30_090 + index * 100 }));
    for (const { startTime, text } of cuesIn({ ...long, words: timed }).slice(1)) {
      expect(startTime * 1_000).toBeCloseTo(30_000 + Number(/word(\d+)/.exec(text)?.[1]) * 100, 3);
    }
  });

  test('is shown for long enough part by part, whatever its words say of their times', () => {
    const rows = words.slice(0, 30);
    // As if all had been said at once, at the beginning or at the very end.
    for (const saidMs of [0, 60_000]) {
      const timed = rows.map((text) => ({ text, startMs: saidMs, endMs: saidMs }));
      const cues = cuesIn({ ...long, text: rows.join(' '), words: timed });
      expect(cues.length).toBeGreaterThan(2);
      for (const [index, { startTime, endTime }] of cues.entries()) {
        expect(Math.round((endTime - startTime) * 1_000)).toBeGreaterThanOrEqual(300);
        expect(startTime).toBeGreaterThanOrEqual(cues[index - 1]?.endTime ?? 0);
      }
      expect([cues[0]?.startTime, cues.at(-1)?.endTime]).toEqual([0, 60]);
    }
    const short = cuesIn({ ...long, text: rows.join(' '), endMs: 600 });
    const lengths = short.map(({ startTime, endTime }) => Math.round((endTime - startTime) * 1_000));
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(Math.floor(600 / short.length));
    expect([short[0]?.startTime, short.at(-1)?.endTime]).toEqual([0, 0.6]);
  });

  test('is parted where there are no spaces, between whole characters', () => {
    const cues = cuesIn(said('s0', '会議を始めましょう。'.repeat(12), { endMs: 40_000 }));
    expect(cues.length).toBeGreaterThan(2);
    for (const { text } of cues)
      for (const line of text.replaceAll(/<[^>]*>/g, '').split('\n')) expect(line.length).toBeLessThanOrEqual(21);
    expect(cues.map(({ text }) => text.replaceAll(/<[^>]*>|\n/g, '')).join('')).toBe('会議を始めましょう。'.repeat(12));
    const [emoji] = cuesIn(said('s0', '👩‍👩‍👧'.repeat(40)));
    expect(emoji?.text).not.toContain('\ufffd');
  });
});

test('a translation is exported as what was said is; what was said in that language stays', () => {
  const translated = [
    { segmentId: 's0', revision: 1, language: 'es', text: 'Buenos días a todos', isFinal: true, provider: 'test', leftMachine: false },
  ];
  const other = { ...plainly, other: { language: 'es', translated } };
  const { text } = exported(transcriptOf(meeting), 'txt', other);
  expect(text.split('\n\n').map((each) => each.split('\n')[1])).toEqual(['Buenos días a todos', 'Buenos días', '[inaudible]']);
  expect(exported(transcriptOf(meeting), 'vtt', other).text).toContain('NOTE language: es');
});

test('plain text has a paragraph for each who speaks', () => {
  const segments = [
    said('s1', 'One.'),
    said('s2', 'Two.'),
    said('s3', 'Three.', by('g', 'Grace')),
    said('s90', 'Later.', by('g', 'Grace')),
  ];
  expect(exported(transcriptOf(segments), 'txt', plainly).text).toBe(
    '[00:00:02] Ada Canary Lovelace:\nOne. Two.\n\n[00:00:06] Grace:\nThree.\n\n[00:03:00] Grace:\nLater.\n',
  );
});

test('JSON has all that is known, words too', () => {
  const words = [{ text: 'Hi', startMs: 2_000, endMs: 2_400, confidence: 0.9 }];
  const segment = said('s1', 'Hi', { words, confidence: 0.8, made: { by: 'person', personId: 'secret-id', name: 'Grace' } });
  const { text } = exported(transcriptOf([segment], { translations: ['es'] }), 'json', plainly);
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    recordingId: 'r1',
    subject: 'Weekly',
    startedAt: '2026-11-23T09:00:00.000Z',
    segments: [{ segmentId: 's1', speaker: 'Ada Canary Lovelace', words, confidence: 0.8, made: { by: 'person', name: 'Grace' } }],
    translations: [{ language: 'es', segments: [] }],
  });
  expect(text).not.toContain('secret-id');
});

test('Graph is served voices alone, and what is known of each cue as JSON', () => {
  const transcript = transcriptOf(meeting);
  const { cues, errors } = parsed(graphVtt(transcript));
  expect([errors, cues.every(({ id, text }) => id === '' && text.startsWith('<v '))]).toEqual([[], true]);
  const metadata = parsed(graphMetadataVtt(transcript), 'metadata');
  expect(metadata.errors).toEqual([]);
  expect(metadata.cues.map(({ text }) => JSON.parse(text) as object)[1]).toEqual({
    startDateTime: '2026-11-23T09:00:00.700Z',
    endDateTime: '2026-11-23T09:00:02.900Z',
    speakerName: 'Grace',
    spokenText: 'Buenos días',
    spokenLanguage: 'es',
  });
});

test.skipIf(!process.env['CI'] && !(await hasFfprobe()))('a player takes both for subtitles, to the last cue', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-exports-'));
  try {
    for (const [format, codec] of [
      ['vtt', 'webvtt'],
      ['srt', 'subrip'],
    ] as const) {
      const file = join(folder, `t.${format}`);
      await writeFile(file, exported(transcriptOf(meeting), format, plainly).text);
      const asked = ['-v', 'error', '-of', 'json', '-show_entries', 'stream=codec_name:packet=pts_time', '-show_packets', file];
      const { stdout, stderr } = await promisify(execFile)('ffprobe', asked);
      const { streams, packets } = JSON.parse(stdout) as { streams: { codec_name: string }[]; packets: { pts_time: string }[] };
      expect([stderr, streams[0]?.codec_name, Number(packets.at(-1)?.pts_time)]).toEqual(['', codec, 6]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function hasFfprobe(): Promise<boolean> {
  return promisify(execFile)('ffprobe', ['-version']).then(
    () => true,
    () => false,
  );
}

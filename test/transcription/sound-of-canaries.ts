/** Where canaries can be heard: every file of a recording decoded, by the tone that each sentence has. */
import { readWav } from '../../src/media/wav.ts';
import { toneDb } from '../../src/media/goertzel.ts';
import { heard, onDisk } from '../../src/media/files/test-recording.ts';
import type { House } from '../../src/server/house.ts';
import type { RecordingDetail, TranscriptView } from '../../src/wire/live/library.ts';
import { markedWords, spokenText, turns, type Said } from './canaries.ts';
import { listed, type Meeting } from './house-of-canaries.ts';
import { WORD_MS, type ToneLanguage } from './tone-language.ts';

const PER_MS = 16;
/** Words are taken out with so much before and after them. */
const MARGIN_MS = 150;
const LEAST_MS = 2 * WORD_MS;

/** How loud its tone is where the canary is said, and in the ordinary words before or after; undefined where there are too few. In dB below full scale. */
export type Loudness = {
  readonly file: string;
  readonly canary: string;
  readonly canaryDb: number;
  readonly beforeDb: number | undefined;
  readonly afterDb: number | undefined;
};

/** Of all files of the recording of a meeting, as its organizer gets them. */
export async function loudnessIn({ url }: Pick<House, 'url'>, { people }: Meeting, language: ToneLanguage): Promise<readonly Loudness[]> {
  const { userId } = people[0];
  const recording = (await listed({ url }, userId)).find(({ kind, hasTranscript }) => kind === 'recording' && hasTranscript);
  const asked = (path: string): Promise<Response> => fetch(`${url}/kept/${recording?.recordingId ?? ''}${path}?as=${userId}`);
  const { files, lanes } = (await (await asked('')).json()) as RecordingDetail;
  const { segments } = (await (await asked('/transcript')).json()) as TranscriptView;
  const all: Loudness[] = [];
  for (const { name } of files) {
    const bytes = new Uint8Array(await (await asked(`/files/${name}`)).arrayBuffer());
    const samples = name.endsWith('.wav') ? readWav(bytes) : heard(onDisk(bytes, name.split('.').at(-1) ?? ''));
    const track = /^track-(\d+)/.exec(name)?.[1];
    const personId = lanes.find((lane) => String(lane.track) === track)?.personId;
    for (const said of turns.flat()) {
      const speaker = people[said.who].userId;
      if (said.of && (track === undefined || personId === speaker))
        all.push(...loudnessOf(said, samples, { name, language, segments: segments.filter(({ speakerId }) => speakerId === speaker) }));
    }
  }
  return all;
}

type Where = { readonly name: string; readonly language: ToneLanguage; readonly segments: TranscriptView['segments'] };

function loudnessOf(said: Said, samples: Int16Array, { name, language, segments }: Where): readonly Loudness[] {
  const words = markedWords(said);
  const last = words.at(-1);
  // A sentence is found by its last word, which is of it alone.
  if (!last || last.isCanary) return [];
  const segment = segments.find(({ text }) => text.endsWith(` ${last.word}`));
  const startMs = segment?.words?.[0]?.startMs;
  if (startMs === undefined) throw new Error(`“${said.text}” is not in the transcript`);
  const from = words.findIndex(({ isCanary }) => isCanary);
  const to = words.findLastIndex(({ isCanary }) => isCanary) + 1;
  // Too short to tell its tone from that of another.
  if (to - from < 2) return [];
  const hertz = language.hertzOf(spokenText(said));
  const db = (fromMs: number, toMs: number): number =>
    toneDb(samples.subarray((startMs + fromMs) * PER_MS, (startMs + toMs) * PER_MS), hertz);
  const ordinary = (fromMs: number, toMs: number): number | undefined => (toMs - fromMs < LEAST_MS ? undefined : db(fromMs, toMs));
  return [
    {
      file: name,
      canary: said.of?.name ?? '',
      canaryDb: db((from + 0.25) * WORD_MS, (to - 0.25) * WORD_MS),
      beforeDb: ordinary(WORD_MS / 2, (from - 1) * WORD_MS - MARGIN_MS),
      afterDb: ordinary((to + 1) * WORD_MS + MARGIN_MS, (words.length - 0.5) * WORD_MS),
    },
  ];
}

/** As whoever organized it asks for it on its page. */
export async function takeOutOfSound({ url }: Pick<House, 'url'>, { people }: Meeting): Promise<void> {
  const { userId } = people[0];
  const recording = (await listed({ url }, userId)).find(({ kind, hasTranscript }) => kind === 'recording' && hasTranscript);
  const headers = { 'content-type': 'application/json', origin: url };
  const answer = await fetch(`${url}/kept/${recording?.recordingId ?? ''}/transcript?as=${userId}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ kind: 'redactSound' }),
  });
  if (answer.status !== 200) throw new Error(`redactSound: ${String(answer.status)} ${await answer.text()}`);
}

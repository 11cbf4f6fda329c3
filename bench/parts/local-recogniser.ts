/** How many people who speak at the same time pocketsphinx follows: a child process an utterance. */
import { realClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { FRAME_MS, SILENT_FRAME } from '../../src/media/frame.ts';
import { pocketsphinx } from '../../src/speech/recognition/pocketsphinx-recogniser.ts';
import { Transcriber } from '../../src/speech/transcriber/transcriber.ts';
import { percentile, rounded } from './figures.ts';
import { SPURTS } from './spoken-meeting.ts';

/** `behind…`: from the end of what was said to its text. */
export type Followed = {
  readonly voices: number;
  readonly utterances: number;
  readonly behindP50Ms: number;
  readonly behindP95Ms: number;
  readonly droppedMs: number;
};

const clock = realClock();
/** Between two things that one says. */
const PAUSE_FRAMES = 35;

/** So many people, each saying one thing after the other all the time. */
export async function followed(voices: number, ms: number): Promise<Followed> {
  await using transcriber = new Transcriber({ providers: [pocketsphinx({ clock })], clock, random: seededRandom(1) });
  const beganMs = clock.now();
  const behind: number[] = [];
  const people = Array.from({ length: voices }, (_, person) => {
    const onSegment = ({ state, endMs }: { readonly state: string; readonly endMs: number }): void =>
      void (state === 'final' && behind.push(clock.now() - beganMs - endMs));
    return { ear: transcriber.open({ speakerId: String(person) }, { onSegment }), frames: saidBy(person) };
  });
  for (let atMs = 0; atMs < ms; atMs += FRAME_MS) {
    const waitMs = beganMs + atMs + FRAME_MS - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    for (const { ear, frames } of people) ear.push(frames.next().value ?? SILENT_FRAME, atMs);
  }
  await Promise.all(people.map(({ ear }) => ear.end()));
  const { droppedMs } = transcriber.load;
  return {
    voices,
    utterances: behind.length,
    behindP50Ms: rounded(percentile(behind, 0.5)),
    behindP95Ms: rounded(percentile(behind, 0.95)),
    droppedMs,
  };
}

/** Not all the same at the same time. */
function* saidBy(person: number): Generator<Int16Array, undefined> {
  for (let at = 0; at < person * 13; at++) yield SILENT_FRAME;
  for (let nth = person; ; nth++) {
    yield* SPURTS[nth % SPURTS.length] ?? [];
    for (let at = 0; at < PAUSE_FRAMES; at++) yield SILENT_FRAME;
  }
}

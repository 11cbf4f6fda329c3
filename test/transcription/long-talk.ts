/** Hours of talk in virtual time: who says what and when, in frames that carry their numbers, and a recogniser that reads them. */
import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { FRAME_MS, FRAME_SAMPLES, SILENT_FRAME } from '../../src/media/frame.ts';
import { joined } from '../../src/media/tones.ts';
import type { Recognised, SpeechToText } from '../../src/speech/recognition/speech-to-text.ts';
import { heardFrame, spokenFrame, type HeardFrame } from '../../src/speech/transcriber/test-recogniser.ts';

export const SPEAKERS = ['ada', 'grace', 'linus', 'eve'] as const;
const SPOKEN_FRAMES = 50;
const BEFORE_FRAMES = 15;
const AFTER_FRAMES = 25;
const OWN_MS = 300;
const INTERIM_PIECES = 5;
const LATEST_MS = 4_000;
/** No two begin at the same moment: which of them is first is known. */
const APART_MS = 100;
const STEP_MS = SPEAKERS.length * APART_MS + FRAME_MS;

/** Something that is said: from that moment of the clock on, with a word in it that nobody else ever says. */
export type Turn = { readonly who: number; readonly atMs: number; readonly word: string; readonly sound: Int16Array };

/** What is said in the minute that begins now: nobody begins before they have ended, some speak over others. */
export function minuteOf(minute: number, turns: number, random: Random): readonly Turn[] {
  const slotMs = 60_000 / Math.ceil(turns / SPEAKERS.length);
  return Array.from({ length: turns }, (_, at) => {
    const who = (minute + at) % SPEAKERS.length;
    const slot = Math.floor(at / SPEAKERS.length);
    const inMs = Math.floor((slot * slotMs + random.unit() * (slotMs - LATEST_MS)) / STEP_MS) * STEP_MS + who * APART_MS;
    const number = (minute * turns + at) * SPOKEN_FRAMES;
    const spoken = Array.from({ length: SPOKEN_FRAMES }, (__, frame) => spokenFrame(who, number + frame));
    const silent = (frames: number): Int16Array[] => Array.from({ length: frames }, () => SILENT_FRAME);
    return {
      who,
      atMs: minute * 60_000 + inMs,
      word: wordOf(number),
      sound: joined([...silent(BEFORE_FRAMES), ...spoken, ...silent(AFTER_FRAMES)]),
    };
  });
}

/** From the first frame of a turn to its first word. */
export const LEAD_MS: number = BEFORE_FRAMES * FRAME_MS;
export const SPOKEN_MS: number = SPOKEN_FRAMES * FRAME_MS;

/** Rejects an utterance that is not, frame by frame, what one of them said in one go. */
export function longListener(clock: Clock): SpeechToText {
  return {
    name: 'reader',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: true, words: true, confidence: false },
    atOnce: 4,
    missing: () => Promise.resolve(undefined),
    async *recognise(sound): AsyncGenerator<Recognised> {
      const frames: (HeardFrame | undefined)[] = [];
      let pieces = 0;
      for await (const piece of sound) {
        for (let at = 0; at < piece.length; at += FRAME_SAMPLES) {
          const frame = heardFrame(piece.subarray(at, at + FRAME_SAMPLES));
          if (frame === 'broken') throw new Error('what was heard is not what was said');
          frames.push(frame);
        }
        const endMs = frames.length * FRAME_MS;
        if (++pieces % INTERIM_PIECES === 0) yield { kind: 'interim', text: `so far ${wordOf(pieces)}`, startMs: 0, endMs };
      }
      await clock.sleep(OWN_MS);
      const from = frames.findIndex(Boolean);
      const [first, last] = [frames[from], frames[from + SPOKEN_FRAMES - 1]];
      const isWhole = first !== undefined && last?.number === first.number + SPOKEN_FRAMES - 1 && last.speaker === first.speaker;
      if (!isWhole) throw new Error(`frames ${String(first?.number)} to ${String(last?.number)} are not a turn`);
      const [startMs, endMs] = [from * FRAME_MS, (from + SPOKEN_FRAMES) * FRAME_MS];
      const texts = [SPEAKERS[first.speaker] ?? '', 'says', wordOf(first.number), 'and', 'that', 'is', 'all'];
      const eachMs = (endMs - startMs) / texts.length;
      const words = texts.map((text, at) => ({ text, startMs: startMs + at * eachMs, endMs: startMs + (at + 1) * eachMs }));
      yield { kind: 'final', text: texts.join(' '), startMs, endMs, words };
    },
  };
}

/** Without a digit, or it might be taken out. */
function wordOf(number: number): string {
  return `x${String(number).replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '')}x`;
}

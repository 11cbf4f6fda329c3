/** Sentences of which everybody knows what they say, and sound that says them: for what is spoken into recognisers. */
import { realClock } from '../../src/base/clock.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../../src/media/frame.ts';
import { joined } from '../../src/media/tones.ts';
import { fliteTextToSpeech } from '../../src/speech/flite.ts';

export type KnownSpeaker = 'ada' | 'grace' | 'alan';

/** Of our own making: ordinary words, no names, no digits. */
export const knownSentences: Readonly<Record<KnownSpeaker, readonly string[]>> = {
  ada: [
    'good morning everybody and thank you for coming today',
    'we have three questions to answer before lunch',
    'the first question is how much money the new project will need',
    'please write your answers on the paper in front of you',
  ],
  grace: [
    'i think that we should begin with the oldest machine in the house',
    'the people in the other office would like to help us with this',
    'it will take about two weeks if the weather stays dry',
    'can somebody tell me when the next train leaves',
  ],
  alan: [
    'my answer to the second question is very short',
    'we must not forget the children who live near the river',
    'the water was cold and the road was long',
    'let us meet again next week at the same time',
  ],
};

const voices: Readonly<Record<KnownSpeaker, string>> = { ada: 'slt', grace: 'rms', alan: 'awb' };

/** One sentence, 16 kHz mono, in whole frames. */
export async function spoken(speaker: KnownSpeaker, sentence: string): Promise<Int16Array> {
  const speech = fliteTextToSpeech({ clock: realClock() });
  const pieces: Int16Array[] = [];
  for await (const piece of speech.speak(sentence, { voice: voices[speaker] })) pieces.push(piece);
  const sound = joined(pieces);
  const whole = new Int16Array(Math.ceil(sound.length / FRAME_SAMPLES) * FRAME_SAMPLES);
  whole.set(sound);
  return whole;
}

/** All of a speaker's one after the other, each with silence after it. */
export async function allSpoken(speaker: KnownSpeaker, pauseMs: number): Promise<Int16Array> {
  const pause = new Int16Array((pauseMs * SAMPLE_RATE) / 1_000);
  const parts: Int16Array[] = [];
  for (const sentence of knownSentences[speaker]) parts.push(await spoken(speaker, sentence), pause);
  return joined(parts);
}

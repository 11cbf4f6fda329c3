/** What is said in a call of the switchboard, on its way: gaps that everybody sees, a pace that can be read, and when something was said that was taken out. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SAMPLE_RATE } from '../../media/frame.ts';
import { sine } from '../../media/tones.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { Recognised, SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import { done } from '../../switchboard/test-house.ts';
import { newDesk, operator, type Desk } from '../../transcripts/test-transcripts.ts';
import { heardHouse, type HeardHouse, type HeardHouseOptions } from './test-heard-house.ts';

const recogniser = (recognise: SpeechToText['recognise']): SpeechToText => ({
  name: 'one',
  leavesMachine: false,
  languages: 'any',
  gives: { interims: true, words: false, confidence: false },
  atOnce: 4,
  missing: () => Promise.resolve(undefined),
  recognise,
});

/** Understands what is shorter than two seconds, always the same. */
const understands = (text: string): SpeechToText =>
  recogniser(async function* (sound): AsyncGenerator<Recognised> {
    let endMs = 0;
    for await (const piece of sound) endMs += (piece.length * 1_000) / SAMPLE_RATE;
    if (endMs > 2_000) throw new SpeechError('speech/provider-failed', 'too much for it');
    yield { kind: 'final', text, startMs: 0, endMs };
  });

/** Says something else five times a piece of sound, then nothing more until all was said. */
const wordy = recogniser(async function* (sound): AsyncGenerator<Recognised> {
  let endMs = 0;
  let words = 0;
  for await (const piece of sound) {
    endMs += (piece.length * 1_000) / SAMPLE_RATE;
    for (let more = 0; more < 5 && words < 50; more++) yield { kind: 'interim', text: `word ${String(++words)}`, startMs: 0, endMs };
  }
  yield { kind: 'final', text: 'all of it', startMs: 0, endMs };
});

const toSpanish: Translator = {
  name: 'words',
  leavesMachine: false,
  missing: () => Promise.resolve(undefined),
  targets: () => Promise.resolve(['es']),
  translate: (text, { to }) => Promise.resolve(to.map(() => text.replace('hello', 'hola'))),
};
const card = understands('my card is four one one one one one one one one one one one one one one one');
const tone = (ms: number): Int16Array => sine({ hertz: [400], ms }, 0.2);

let desk: Desk;
let h: HeardHouse;
async function open(recognises: SpeechToText, options: Partial<HeardHouseOptions> = {}): Promise<void> {
  const places = { archive: desk.archive, transcripts: desk.transcripts };
  h = await heardHouse({ clock: desk.place.clock, recognisers: [recognises], translators: [toSpanish], places, ...options });
}
beforeEach(async () => {
  desk = await newDesk({ which: 'switchboard' });
});
afterEach(async () => {
  await h[Symbol.asyncDispose]();
  await desk[Symbol.asyncDispose]();
});

test('who reads a translation sees as well where nobody understood', async () => {
  await open(understands('hello everybody'));
  const ada = await h.enter('ada');
  await h.enter('linus');
  h.captions('linus', 'es');
  void ada.say(tone(1_000));
  await h.clock.advance(4_000);
  void ada.say(tone(3_000));
  await h.clock.advance(60_000);
  expect(h.shown('linus')).toEqual(['Ada: hola everybody', 'Ada: […]']);
});

test('what may still change is shown every 200 ms at most, and the last of it always', async () => {
  await open(wordy);
  const ada = await h.enter('ada');
  h.captions('ada');
  const told: { readonly text: string; readonly atMs: number; readonly isFinal: boolean }[] = [];
  h.house.facts.on('caption', ({ text, isFinal }) => void told.push({ text, isFinal, atMs: h.clock.now() }));
  void ada.say(tone(2_000));
  await h.clock.advance(6_000);
  const interims = told.filter(({ isFinal }) => !isFinal);
  expect(interims.length).toBeGreaterThan(3);
  expect(interims.slice(1).every(({ atMs }, at) => atMs - (interims[at]?.atMs ?? 0) >= 200)).toBe(true);
  expect(interims.at(-1)?.text).toBe('word 50');
  expect(told.at(-1)).toMatchObject({ text: 'all of it', isFinal: true });
  expect(told).toHaveLength(interims.length + 1);
});

test('when something was said that is taken out is known of it, at the times of its recording, also of what was said before it began', async () => {
  let startedMs = 0;
  const lend = async (): Promise<Awaited<ReturnType<typeof desk.archive.lend>>> => {
    const lent = await desk.archive.lend({ kind: 'recording', madeBy: { id: 'ada', name: 'Ada' }, subject: 's', callId: 'c' });
    startedMs = lent.place.startedMs;
    return lent;
  };
  await open(card, { recordings: { lend } });
  const ada = await h.enter('ada');
  h.captions('ada');
  const saidMs: number[] = [];
  const saysCard = async (): Promise<void> => {
    saidMs.push(h.clock.wallMs());
    void ada.say(tone(1_000));
    await h.clock.advance(5_000);
  };
  await saysCard();
  done(h.switchboard.keeping.startByPerson({ userId: 'ada', legId: h.legOf('ada') }));
  await h.clock.advance(4_000);
  await saysCard();
  done(h.switchboard.transcribing.startByPerson({ userId: 'ada', legId: h.legOf('ada') }));
  await h.clock.advance(100);
  const recordingId = h.switchboard.calls()[0]?.group?.transcribing?.recordingId ?? '';
  await saysCard();
  const spans = async (): Promise<readonly number[]> => {
    const found = await desk.transcripts.redactedSpans(operator, recordingId);
    expect(found.every(({ speakerId, rule }) => speakerId === 'ada' && rule === 'card')).toBe(true);
    expect(found.every(({ startMs, endMs }) => startMs >= 0 && endMs - startMs > 300 && endMs - startMs < 2_500)).toBe(true);
    return saidMs.filter((atMs) => found.some(({ startMs, endMs }) => startMs < atMs - startedMs + 900 && endMs > atMs - startedMs + 500));
  };
  expect(await spans()).toEqual(saidMs.slice(1));
  // The last of it is still being said.
  saidMs.push(h.clock.wallMs());
  void ada.say(tone(1_000));
  await h.clock.advance(1_050);
  done(h.switchboard.transcribing.stopByPerson({ userId: 'ada', legId: h.legOf('ada') }));
  await h.clock.advance(5_000);
  expect(await spans()).toEqual(saidMs.slice(1));
  expect(h.errors).toEqual([]);
});

test('a number that is gone on with after a long silence loses the digits that were shown: on pages, in translations, and where it is kept', async () => {
  const texts = ['hello it is four nine two nine one seven six three', 'zero eight five two six three four zero'];
  await open(
    recogniser(async function* (sound): AsyncGenerator<Recognised> {
      let endMs = 0;
      for await (const piece of sound) endMs += (piece.length * 1_000) / SAMPLE_RATE;
      yield { kind: 'final', text: texts.shift() ?? '', startMs: 0, endMs };
    }),
  );
  const ada = await h.enter('ada');
  await h.enter('linus');
  h.captions('ada');
  h.captions('linus', 'es');
  done(h.switchboard.transcribing.startByPerson({ userId: 'ada', legId: h.legOf('ada') }));
  await h.clock.advance(1_000);
  const recordingId = h.switchboard.calls()[0]?.group?.transcribing?.recordingId ?? '';
  void ada.say(tone(1_000));
  await h.clock.advance(45_000);
  const shown = 'it is four nine two nine one seven six three';
  expect([h.shown('ada'), h.shown('linus')]).toEqual([[`Ada: hello ${shown}`], [`Ada: hola ${shown}`]]);
  void ada.say(tone(1_000));
  await h.clock.advance(5_000);
  expect([h.shown('ada'), h.shown('linus')]).toEqual([
    ['Ada: hello it is •••', 'Ada: •••'],
    ['Ada: hola it is •••', 'Ada: •••'],
  ]);
  done(h.switchboard.transcribing.stopByPerson({ userId: 'ada', legId: h.legOf('ada') }));
  await h.clock.advance(5_000);
  const kept = await desk.transcripts.get(operator, recordingId);
  expect(kept?.segments.map(({ text }) => text)).toEqual(['hello it is •••', '•••']);
  const revisions = await Promise.all(
    (kept?.segments ?? []).map(({ segmentId }) => desk.transcripts.revisions(operator, recordingId, segmentId)),
  );
  const told = [revisions, kept, await desk.transcripts.translation(operator, recordingId, 'es'), await desk.transcripts.export(operator, recordingId, 'json')]; // prettier-ignore
  expect(JSON.stringify(told)).not.toMatch(/nine two|five two/);
  expect((await desk.transcripts.search(operator, { text: 'nine two' })).hits).toEqual([]);
  expect((await desk.transcripts.redactedSpans(operator, recordingId)).map(({ rule }) => rule)).toEqual(['card', 'card']);
  expect(h.errors).toEqual([]);
});

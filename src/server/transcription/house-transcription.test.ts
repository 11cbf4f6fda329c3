/** The switchboard's own captions and transcripts over the real engine: who said it, in whose language, without what is to be taken out, and kept where it belongs. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { FRAME_MS, SAMPLE_RATE } from '../../media/frame.ts';
import { sine } from '../../media/tones.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { Recognised, SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import { done } from '../../switchboard/test-house.ts';
import { newDesk, operator, type Desk } from '../../transcripts/test-transcripts.ts';
import { heardHouse, type HeardHouse, type HeardHouseOptions } from './test-heard-house.ts';

/** Says of each utterance what the test has put down for its pitch. */
function pitched(
  texts: Readonly<Record<number, string>>,
  missing?: () => string | undefined,
): SpeechToText & { readonly heardMs: () => number } {
  let heardMs = 0;
  return {
    name: 'pitched',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: true, words: false, confidence: false },
    atOnce: 4,
    heardMs: () => heardMs,
    missing: () => Promise.resolve(missing?.()),
    async *recognise(sound): AsyncGenerator<Recognised> {
      const pieces: Int16Array[] = [];
      for await (const piece of sound) pieces.push(new Int16Array(piece));
      const samples = Int16Array.from(pieces.flatMap((piece) => [...piece]));
      const endMs = (samples.length * 1_000) / SAMPLE_RATE;
      heardMs += endMs;
      const text = texts[pitchOf(samples)];
      if (text === undefined) throw new SpeechError('speech/provider-failed', `no text for ${String(pitchOf(samples))} Hz`);
      yield { kind: 'interim', text: text.split(' ')[0] ?? '', startMs: 0, endMs };
      yield { kind: 'final', text, startMs: 0, endMs };
    },
  };
}

/** To the next hundred, by its crossings of zero where it is loud. */
function pitchOf(samples: Int16Array): number {
  const loud = samples.subarray(6_400, 12_800);
  const crossings = loud.reduce((sum, sample, i) => sum + (sample >= 0 && (loud[i - 1] ?? 0) < 0 ? 1 : 0), 0);
  return Math.round((crossings * SAMPLE_RATE) / loud.length / 100) * 100;
}

const words: Readonly<Record<string, string>> = { hello: 'hola', good: 'buenos', morning: 'días' };
const toSpanish: Translator = {
  name: 'words',
  leavesMachine: false,
  missing: () => Promise.resolve(undefined),
  targets: () => Promise.resolve(['es']),
  translate: (text, { to }) => Promise.resolve(to.map(() => text.replaceAll(/\w+/g, (word) => words[word] ?? word))),
};
const texts = {
  400: 'hello everybody',
  800: 'good morning',
  1200: 'my card is four one one one one one one one one one one one one one one one',
};
const tone = (hertz: number, ms: number = 1_000): Int16Array => sine({ hertz: [hertz], ms }, 0.2);

let desk: Desk;
let h: HeardHouse;
async function open(options: Partial<HeardHouseOptions> = {}): Promise<HeardHouse> {
  const places = { archive: desk.archive, transcripts: desk.transcripts };
  h = await heardHouse({ clock: desk.place.clock, recognisers: [pitched(texts)], translators: [toSpanish], places, ...options });
  return h;
}
beforeEach(async () => {
  desk = await newDesk({ which: 'switchboard' });
});
afterEach(async () => {
  await h[Symbol.asyncDispose]();
  await desk[Symbol.asyncDispose]();
});

describe('captions', () => {
  test('each reads the others, by name, as spoken or in the language that she chose; whoever has none on is shown none', async () => {
    await open();
    const [ada, grace] = [await h.enter('ada'), await h.enter('grace')];
    await h.enter('linus');
    h.captions('grace');
    h.captions('ada', 'es');
    void ada.say(tone(400));
    await h.clock.advance(600);
    void grace.say(tone(800));
    await h.clock.advance(5_000);
    expect(h.shown('grace')).toEqual(['Ada: hello everybody', 'Grace: good morning']);
    expect(h.shown('ada')).toEqual(['Ada: hola everybody', 'Grace: buenos días']);
    expect(h.shown('linus')).toEqual([]);
    expect(h.errors).toEqual([]);
  });

  test('nothing is recognised of what nobody reads', async () => {
    const recogniser = pitched(texts);
    await open({ recognisers: [recogniser] });
    const ada = await h.enter('ada');
    void ada.say(tone(400));
    await h.clock.advance(3_000);
    expect(recogniser.heardMs()).toBe(0);
    h.captions('ada');
    void ada.say(tone(400));
    await h.clock.advance(3_000);
    expect(recogniser.heardMs()).toBeGreaterThan(900);
    const before = recogniser.heardMs();
    done(h.switchboard.transcribing.captions({ userId: 'ada', legId: h.legOf('ada'), isOn: false }));
    void ada.say(tone(400));
    await h.clock.advance(3_000);
    expect(recogniser.heardMs()).toBe(before);
  });

  test('card numbers are in no caption, and speech that nobody understood is shown as missing', async () => {
    await open();
    const [ada, grace] = [await h.enter('ada'), await h.enter('grace')];
    h.captions('ada');
    void ada.say(tone(1_200));
    await h.clock.advance(4_000);
    void grace.say(tone(2_000));
    await h.clock.advance(60_000);
    expect(h.shown('ada')[0]).toMatch(/^Ada: my card is •••/);
    expect(h.shown('ada').join()).not.toMatch(/four one/);
    expect(h.shown('ada')[1]).toBe('Grace: […]');
  });

  test('the house says what is missing, and offers captions once it is there', async () => {
    let missing: string | undefined = 'apt-get install it';
    await open({ recognisers: [pitched(texts, () => missing)] });
    expect(h.house.state).toEqual({ remedy: 'apt-get install it' });
    const ada = await h.enter('ada');
    h.captions('ada');
    missing = undefined;
    await h.clock.advance(60_000);
    expect(h.house.state.offer).toMatchObject({
      spoken: 'en-US',
      captions: ['es'],
      transcriber: { name: 'pitched', leavesMachine: false },
    });
    void ada.say(tone(400));
    await h.clock.advance(3_000);
    expect(h.shown('ada')).toEqual(['Ada: hello everybody']);
  });
});

describe('a transcript', () => {
  const start = async (): Promise<string> => {
    done(h.switchboard.transcribing.startByPerson({ userId: 'ada', legId: h.legOf('ada') }));
    await h.clock.advance(100);
    return h.switchboard.calls()[0]?.group?.transcribing?.recordingId ?? '';
  };

  test('is kept as an entry of its own, with everybody who spoke, at its own times, and no more of it after the end', async () => {
    await open();
    const [ada, grace] = [await h.enter('ada'), await h.enter('grace')];
    void grace.say(tone(800));
    await h.clock.advance(2_000);
    const recordingId = await start();
    await h.clock.advance(3_000);
    void ada.say(tone(400));
    await h.clock.advance(2_500);
    void grace.say(tone(800));
    await h.clock.advance(1_050);
    done(h.switchboard.transcribing.stopByPerson({ userId: 'ada', legId: h.legOf('ada') }));
    await h.clock.advance(500);
    void ada.say(tone(400));
    await h.clock.advance(5_000);
    expect(h.switchboard.calls()[0]?.group?.transcribing).toBeUndefined();
    const kept = await desk.transcripts.get(operator, recordingId);
    expect(kept).toMatchObject({ state: 'done', madeBy: { id: 'ada' } });
    expect(kept?.segments.map(({ speaker: { name }, text, state }) => [name, text, state])).toEqual([
      ['Ada', 'hello everybody', 'final'],
      ['Grace', 'good morning', 'final'],
    ]);
    const [first, second] = kept?.segments ?? [];
    expect(Math.abs((first?.startMs ?? 0) - 3_000)).toBeLessThan(400);
    expect((second?.startMs ?? 0) - (first?.startMs ?? 0)).toBe(2_500);
    const entry = await desk.archive.get(operator, recordingId);
    expect(entry).toMatchObject({
      kind: 'transcript',
      state: 'saved',
      subject: 'Every week',
      people: [{ name: 'Ada' }, { name: 'Grace' }],
    });
    expect(h.errors).toEqual([]);
  });

  test('what was said last is in it when everybody hangs up in the middle of a word', async () => {
    await open();
    const ada = await h.enter('ada');
    const recordingId = await start();
    void ada.say(tone(400, 5_000));
    await h.clock.advance(1_500);
    h.switchboard.hangUp({ userId: 'ada', legId: h.legOf('ada') });
    await h.clock.advance(5_000);
    const kept = await desk.transcripts.get(operator, recordingId);
    expect(kept).toMatchObject({ state: 'done', segments: [{ text: 'hello everybody' }] });
    expect(kept?.segments[0]?.endMs).toBeGreaterThan(1_300);
    expect(h.errors).toEqual([]);
  });

  test('while the switchboard records it belongs to that recording, at its times', async () => {
    const places = new Map<string, number>();
    const lend = async (): Promise<Awaited<ReturnType<typeof desk.archive.lend>>> => {
      const lent = await desk.archive.lend({ kind: 'recording', madeBy: { id: 'ada', name: 'Ada' }, subject: 's', callId: 'c' });
      places.set(lent.recordingId, lent.place.startedMs);
      return lent;
    };
    await open({ recordings: { lend } });
    const ada = await h.enter('ada');
    done(h.switchboard.keeping.startByPerson({ userId: 'ada', legId: h.legOf('ada') }));
    await h.clock.advance(4_000);
    const recordingId = await start();
    expect([...places.keys()]).toEqual([recordingId]);
    const saidMs = h.clock.wallMs();
    void ada.say(tone(400));
    await h.clock.advance(3_000);
    done(h.switchboard.transcribing.stopByPerson({ userId: 'ada', legId: h.legOf('ada') }));
    await h.clock.advance(2_000);
    const kept = await desk.transcripts.get(operator, recordingId);
    const atMs = saidMs - (places.get(recordingId) ?? 0);
    expect(kept?.segments).toHaveLength(1);
    expect(Math.abs((kept?.segments[0]?.startMs ?? 0) - atMs)).toBeLessThan(15 * FRAME_MS);
  });

  test('a house without a place for it says so, and nothing is kept', async () => {
    h = await heardHouse({ clock: desk.place.clock, recognisers: [pitched(texts)] });
    await h.enter('ada');
    const lines: string[] = [];
    h.switchboard.facts.on('said', ({ text }) => void lines.push(text));
    expect(await start()).toBe('');
    expect(lines).toEqual(['The transcript did not begin: there is no place where transcripts are kept: give the house a data folder.']);
  });
});

test('a house that looks every minute what is there holds nothing for it, and looks no more once it is closed', async () => {
  let looks = 0;
  const listens = vi.spyOn(EventTarget.prototype, 'addEventListener');
  try {
    h = await heardHouse({ clock: virtualClock(), recognisers: [pitched(texts, () => void looks++)] });
    listens.mockClear();
    await h.clock.advance(20 * 60_000);
    expect(looks).toBe(21);
    expect(listens.mock.calls.filter(([kind]) => kind === 'abort')).toEqual([]);
    await h[Symbol.asyncDispose]();
    await h.clock.advance(20 * 60_000);
    expect(looks).toBe(21);
  } finally {
    listens.mockRestore();
  }
});

test('a house that is closed in the middle of a word ends all the same', async () => {
  h = await heardHouse({ clock: virtualClock(), recognisers: [pitched(texts)] });
  const ada = await h.enter('ada');
  h.captions('ada');
  void ada.say(tone(400, 5_000));
  await h.clock.advance(1_000);
  await h[Symbol.asyncDispose]();
  expect(h.house.load).toMatchObject({ ears: 0, speaking: 0 });
});

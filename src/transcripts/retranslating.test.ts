import { expect, test } from 'vitest';
import { operator } from '../archive/test-archive.ts';
import { silentLog } from '../base/log.ts';
import type { TranslatedSegment } from '../speech/segment.ts';
import { newDesk, said, scribe, type Desk } from './test-transcripts.ts';
import type { TranslateTexts, TranscriptsOptions } from './transcripts-options.ts';

const inSpanish = (segmentId: string, revision: number, text: string): TranslatedSegment => ({ segmentId, revision, language: 'es', text, isFinal: true, provider: 'live', leftMachine: true }); // prettier-ignore

/** Three lines in English, two of them in Spanish as well. */
async function translatedTalk(desk: Desk): Promise<string> {
  const recordingId = await desk.entry();
  const open = await desk.transcripts.begin({ recordingId, language: 'en', madeBy: scribe });
  open.write(said('s1', 'Mr Canary is ill'));
  open.writeTranslation(inSpanish('s1', 1, 'El señor Canary está enfermo'));
  open.write(said('s2', 'He rests'));
  open.writeTranslation(inSpanish('s2', 1, 'Descansa'));
  open.write(said('s3', 'Hasta luego', { language: 'es' }));
  await open.finish();
  return recordingId;
}

const spanishOf = async (desk: Desk, recordingId: string): Promise<readonly string[]> =>
  (await desk.transcripts.translation(operator, recordingId, 'es')).map(({ text }) => text);

/** A dictionary of whole sentences, which is asked for `asked`; what it does not have nobody can translate. */
function dictionary(sentences: Record<string, string>): { readonly asked: string[]; readonly translate: TranslateTexts } {
  const asked: string[] = [];
  const translate: TranslateTexts = (texts, { from, to }) => {
    asked.push(...texts.map((text) => `${from}>${to} ${text}`));
    const found = texts.map((text) => sentences[text]);
    return Promise.resolve(found.map((text) => (text === undefined ? undefined : { text, provider: 'book', leftMachine: false })));
  };
  return { asked, translate };
}

/** Resolves when it has been told that a segment is translated. */
function told(desk: Desk, count = 1): Promise<readonly TranslatedSegment[]> {
  const all: TranslatedSegment[] = [];
  return new Promise((resolve) => {
    desk.transcripts.facts.on('translated', ({ translated }) => {
      if (all.push(translated) === count) resolve(all);
    });
  });
}

test('what was corrected away is in no translation and in no file of one, also where nobody translates again', async () => {
  await using desk = await newDesk();
  const recordingId = await translatedTalk(desk);
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr X is ill');
  for (const again of [false, true]) {
    if (again) await desk.again();
    expect(await spanishOf(desk, recordingId)).toEqual(['Descansa']);
    for (const format of ['vtt', 'srt', 'txt', 'json'] as const) {
      const { text } = await desk.transcripts.export(operator, recordingId, format, { language: 'es' });
      expect([text.includes('Canary está'), text.includes('Descansa')], format).toEqual([false, true]);
      if (format !== 'json') expect(text).not.toContain('Mr X');
    }
  }
});

test('a correction is translated again into the languages that there are, and told', async () => {
  const book = dictionary({ 'Mr X is ill': 'El señor X está enfermo' });
  await using desk = await newDesk({ translate: book.translate });
  const recordingId = await translatedTalk(desk);
  const translated = told(desk);
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr X is ill');
  expect(await translated).toEqual([{ segmentId: 's1', revision: 2, language: 'es', text: 'El señor X está enfermo', isFinal: true, provider: 'book', leftMachine: false }]); // prettier-ignore
  expect(book.asked).toEqual(['en>es Mr X is ill']);
  expect(await spanishOf(desk, recordingId)).toEqual(['El señor X está enfermo', 'Descansa']);
  await desk.again();
  expect(await spanishOf(desk, recordingId)).toEqual(['El señor X está enfermo', 'Descansa']);
});

test('a second pass is translated again: what says the same stays as it is, what is new is added, what is in that language is left', async () => {
  const book = dictionary({ 'He rests.': 'Descansa.', 'New words': 'Palabras nuevas' });
  await using desk = await newDesk({ translate: book.translate });
  const recordingId = await translatedTalk(desk);
  const translated = told(desk, 2);
  await desk.transcripts.revise(recordingId, [
    said('s1', 'Mr Canary is ill', { revision: 2 }),
    said('s2', 'He rests.', { revision: 2 }),
    said('s3', 'Hasta luego.', { revision: 2, language: 'es' }),
    said('s4', 'New words', { language: 'und' }),
    said('s5', '', { state: 'unheard' }),
  ]);
  await translated;
  expect(book.asked).toEqual(['en>es He rests.', 'en>es New words']);
  expect(await spanishOf(desk, recordingId)).toEqual(['El señor Canary está enfermo', 'Descansa.', 'Palabras nuevas']);
});

test('what nobody can translate is left out, and is tried again with the next correction', async () => {
  const warned: string[] = [];
  const book = dictionary({ 'Mr X is ill': 'El señor X está enfermo', 'He sleeps': 'Duerme' });
  let isAway = true;
  const translate: TranslateTexts = (...of) => (isAway ? Promise.reject(new Error('away')) : book.translate(...of));
  let onWarned = (): void => undefined;
  const log: TranscriptsOptions['log'] = { ...silentLog, warn: (message) => (warned.push(message), onWarned()) };
  await using desk = await newDesk({ translate, log });
  const recordingId = await translatedTalk(desk);
  const failed = new Promise<void>((resolve) => (onWarned = resolve));
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr X is ill');
  await failed;
  expect(warned).toEqual(['what was corrected could not be translated again']);
  expect(await spanishOf(desk, recordingId)).toEqual(['Descansa']);
  isAway = false;
  const translated = told(desk, 2);
  await desk.transcripts.correct(operator, recordingId, 's2', 'He sleeps');
  await translated;
  expect(await spanishOf(desk, recordingId)).toEqual(['El señor X está enfermo', 'Duerme']);
});

test('what is corrected while it is translated is shown as it was corrected last; a transcript that ends meanwhile is done', async () => {
  const book = dictionary({ 'Mr X is ill': 'El señor X está enfermo', 'Mr Y is ill': 'El señor Y está enfermo' });
  const going: (() => void)[] = [];
  const translate: TranslateTexts = async (...of) => {
    await new Promise<void>((resolve) => going.push(resolve));
    return book.translate(...of);
  };
  await using desk = await newDesk({ translate });
  const recordingId = await translatedTalk(desk);
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  const translated = told(desk, 2);
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr X is ill');
  await expect.poll(() => going.length).toBe(1);
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr Y is ill');
  await open.finish();
  expect((await desk.transcripts.get(operator, recordingId))?.state).toBe('done');
  going[0]?.();
  await expect.poll(() => going.length).toBe(2);
  expect(await spanishOf(desk, recordingId)).toEqual(['Descansa']);
  going[1]?.();
  await translated;
  expect(await spanishOf(desk, recordingId)).toEqual(['El señor Y está enfermo', 'Descansa']);
});

test('a translation goes with what a person has said of it, whatever a recogniser finds out later', async () => {
  await using desk = await newDesk();
  const recordingId = await translatedTalk(desk);
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr X is ill');
  await desk.transcripts.addTranslation(recordingId, [inSpanish('s1', 2, 'El señor X está enfermo')]);
  await desk.transcripts.revise(recordingId, [said('s1', 'Mister Canary is ill', { revision: 5 })]);
  await desk.transcripts.addTranslation(recordingId, [inSpanish('s1', 5, 'Míster Canary está enfermo')]);
  expect(await spanishOf(desk, recordingId)).toEqual(['El señor X está enfermo', 'Descansa']);
});

test('an archive that closes does not wait for a translation', async () => {
  const book = dictionary({});
  let onAsked: (signal: AbortSignal) => void = () => undefined;
  const asked = new Promise<AbortSignal>((resolve) => (onAsked = resolve));
  const translate: TranslateTexts = (texts, languages) => {
    onAsked(languages.signal);
    return new Promise((resolve) => languages.signal.addEventListener('abort', () => resolve(book.translate(texts, languages))));
  };
  const desk = await newDesk({ translate });
  const recordingId = await translatedTalk(desk);
  await desk.transcripts.correct(operator, recordingId, 's1', 'Mr X is ill');
  const signal = await asked;
  expect(signal.aborted).toBe(false);
  await desk[Symbol.asyncDispose]();
  expect(signal.aborted).toBe(true);
});

/** What a bot asks for wrongly, or too late, is told at once; and nothing stays behind of what could not begin. */
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../base/log.ts';
import type { Transcribes } from '../../speech/transcriber/port.ts';
import { spokenWorld } from './test-transcription.ts';

/** Each with what the message has to say of it. */
const bad: readonly (readonly [options: unknown, said: RegExp])[] = [
  [{ keep: true, redact: { rules: ['cards'] } }, /redact\.rules\.0.*card, account, health/],
  [{ redact: true }, /redact.*false/],
  [{ redact: { rule: ['card'] } }, /redact.*rules.*words/],
  [{ language: 'not a tag!!' }, /language.*en-US/],
  [{ language: 'english' }, /language.*en-US/],
  [{ lang: 'de' }, /no option lang.*language, hints/],
  [{ glossary: 'x' }, /glossary.*word/],
  [{ glossary: [{ word: 'Contoso', to: { 'no tag': 'Contoso' } }] }, /glossary\.0/],
  [{ hints: 42 }, /hints.*list/],
  [{ hints: ['Contoso', 42] }, /hints\.1.*list/],
  [{ keep: true, translate: 42 }, /translate.*'asked'/],
  [{ translate: ['es', 'no tag'] }, /translate\.1.*'asked'/],
  [{ voices: 'es' }, /voices.*list/],
  [{ keep: 'yes' }, /keep.*true or false/],
  [{ signal: {} }, /signal.*AbortSignal/],
  ['es', /object/],
  [null, /object/],
];

describe('an option that nobody can follow', () => {
  test.each(bad)('%j', async (options, said) => {
    const { call, kept, service } = spokenWorld();
    call.join('Adele');
    await expect(service.transcribe(call, options as never)).rejects.toMatchObject({
      name: 'TranscriptionError',
      code: 'transcription/bad-option',
      message: expect.stringMatching(said) as string,
    });
    expect([call.told, kept.entries, service.open, call.openStreams]).toEqual([[], [], [], 0]);
  });

  test('is none where all are well written, whoever may translate into them', async () => {
    const { call, service } = spokenWorld();
    const options = {
      language: 'en-US',
      hints: ['Contoso'],
      captions: true,
      translate: ['zh-Hant', 'tlh', 'es-419'],
      glossary: [{ word: 'Contoso', to: { es: 'Contoso S.A.' } }, { word: 'Fabrikam' }],
      redact: { rules: ['card'], words: ['Tailspin'] },
      keep: false,
      voices: ['fr'],
      ownVoice: false,
      subject: undefined,
      signal: new AbortController().signal,
    } as const;
    await using transcription = await service.transcribe(call, options);
    expect(transcription.languages).toEqual(['zh-Hant', 'tlh', 'es-419']);
  });

  test('of a language that comes later changes nothing', async () => {
    const { call, service } = spokenWorld();
    await using transcription = await service.transcribe(call, { translate: ['es'] });
    const code = 'transcription/bad-option';
    for (const language of ['not a tag!!', 42 as never, undefined as never])
      expect(() => transcription.translateInto(language)).toThrow(expect.objectContaining({ code }) as Error);
    expect(transcription.languages).toEqual(['es']);
  });
});

describe('a call that is over', () => {
  test('is not transcribed, and nothing goes on', async () => {
    const errors: string[] = [];
    const log = { ...silentLog, error: (message: string) => void errors.push(message) };
    const { call, clock, kept, service } = spokenWorld({}, { log });
    call.end();
    for (const keep of [false, true])
      await expect(service.transcribe(call, { keep })).rejects.toMatchObject({ code: 'transcription/call-ended' });
    await clock.settle();
    expect([service.open, errors, call.told, kept.entries]).toEqual([[], [], [], []]);
  });

  test('before the entry was there is not transcribed either: the entry is discarded', async () => {
    const { call, kept, service } = spokenWorld();
    kept.onBegun = () => call.end();
    await expect(service.transcribe(call, { keep: true })).rejects.toMatchObject({ code: 'transcription/call-ended' });
    expect([kept.ends, service.open]).toEqual([['transcript', 'discarded'], []]);
  });
});

describe('what fails while it begins', () => {
  test('leaves no ear, no entry and nothing that goes on', async () => {
    const { call, kept, service } = spokenWorld();
    call.join('Adele');
    call.media.offer = () => {
      throw new Error('the carrier takes no offers');
    };
    await expect(service.transcribe(call, { keep: true, translate: ['es'] })).rejects.toThrow('the carrier takes no offers');
    expect(call.openStreams).toBe(0);
    expect(service.open).toEqual([]);
    expect(service.transcriber.load.ears).toBe(0);
    expect(kept.ends).toEqual(['transcript', 'discarded']);
    expect(call.told).toEqual(['recording', 'notRecording']);
    call.join('Bruno');
    expect(call.openStreams).toBe(0);
  });

  test('leaves no stream of whom no ear could be opened for', async () => {
    const { call, service } = spokenWorld();
    call.join('Adele');
    const { transcriber } = service;
    const open = transcriber.open.bind(transcriber);
    transcriber.open = (speaker, options) => {
      if (speaker.name === 'Bruno') throw new Error('too many ears');
      return open(speaker, options);
    };
    call.join('Bruno');
    await expect(service.transcribe(call)).rejects.toThrow('too many ears');
    expect([call.openStreams, transcriber.load.ears, service.open]).toEqual([0, 0, []]);
  });

  test('leaves no entry where there is nobody who could hear', async () => {
    const makeTranscriber = (): Transcribes => {
      throw new Error('no recogniser');
    };
    const { call, kept, service } = spokenWorld({}, { makeTranscriber });
    await expect(service.transcribe(call, { keep: true })).rejects.toThrow('no recogniser');
    expect([kept.ends, call.told]).toEqual([
      ['transcript', 'discarded'],
      ['recording', 'notRecording'],
    ]);
  });
});

/** A transcription from its first word to its last: whose words they are, when they were said, who sees them, and what is kept. */
import { describe, expect, test } from 'vitest';
import { TranscriptionError } from './errors.ts';
import type { Transcription } from './port.ts';
import { spokenWorld } from './test-transcription.ts';

const said = ({ segments }: Transcription): readonly string[] =>
  segments.map(({ speaker, text }) => `${speaker.name ?? (speaker.isUnknown ? 'unknown' : speaker.speakerId)}: ${text}`);

describe('names', () => {
  test('come from the stream, also of who comes later, leaves in mid-sentence, and comes again', async () => {
    const { call, clock, service } = spokenWorld();
    const adele = call.join('Adele');
    const transcription = await service.transcribe(call);
    await call.says(300, adele);
    const bruno = call.join('Bruno');
    await call.says(700, bruno, 500);
    await call.says(300, bruno, 1_000, 0);
    call.leave(bruno);
    await clock.advance(1_000);
    const again = call.join('Bruno');
    await call.says(700, again);
    await transcription.stop();
    expect(said(transcription)).toEqual(['Adele: Good morning.', 'Bruno: Goodbye.', 'Bruno: Good morning.', 'Bruno: Goodbye.']);
    expect(new Set(transcription.segments.map(({ segmentId }) => segmentId)).size).toBe(4);
    expect(call.openStreams).toBe(0);
  });

  test('of whom the carrier does not name there is the visit; who is in the lobby is not heard', async () => {
    const { call, service } = spokenWorld();
    const stranger = call.join('', { party: { kind: 'unknown', id: '' } });
    const waiting = call.join('Bruno', { isInLobby: true });
    await using transcription = await service.transcribe(call);
    await call.says(300, stranger);
    await call.says(700, waiting);
    expect(said(transcription)).toEqual([`participant:${stranger}: Good morning.`]);
  });

  test('a mix is of the one who is there, and of nobody known where there are several', async () => {
    const { call, service } = spokenWorld({ has: ['sound'] });
    const adele = call.join('Adele');
    const transcription = await service.transcribe(call);
    await call.says(300, adele);
    call.join('Bruno');
    await call.says(700, adele);
    await transcription.stop();
    expect(said(transcription)).toEqual(['Adele: Good morning.', 'unknown: Goodbye.']);
    // Empty: nobody knows; absent would be the bot itself.
    expect(call.captions.map(({ participantId }) => participantId)).toEqual([adele, '']);
  });

  test('in a call between two it is the other side, and the bot itself where that is asked for', async () => {
    const { call, service } = spokenWorld({ isBetweenTwo: true });
    const transcription = await service.transcribe(call, { ownVoice: true });
    call.facts.tell('speakingChanged', { participantIds: ['source-200'] });
    await call.says(300);
    await call.says(700, 'self');
    await transcription.stop();
    expect(said(transcription)).toEqual(['Adele: Good morning.', 'Scribe: Goodbye.']);
    expect(call.captions.map(({ participantId }) => participantId)).toEqual(['source-200', undefined]);
  });
});

describe('times', () => {
  test('count from its beginning; a pause is no text; and it ends with the call, with all that was said', async () => {
    const { call, clock, service } = spokenWorld();
    const adele = call.join('Adele');
    const transcription = await service.transcribe(call);
    const read: string[] = [];
    const reading = (async () => {
      for await (const { text } of transcription) read.push(text);
    })();
    await clock.advance(10_000);
    await call.says(300, adele);
    transcription.pause();
    await call.says(500, adele);
    expect(call.openStreams).toBe(0);
    transcription.resume();
    await call.says(700, adele, 600);
    call.end();
    await clock.settle();
    await reading;
    expect(read).toEqual(['Good morning.', 'Goodbye.']);
    const [first, last] = transcription.segments;
    expect(Math.abs((first?.startMs ?? 0) - 10_000)).toBeLessThan(300);
    expect(Math.abs((last?.startMs ?? 0) - 14_000)).toBeLessThan(300);
    expect(service.open).toEqual([]);
  });

  test('are those of the recording, also when the carrier’s media come back with another clock', async () => {
    const { call, clock, service, kept } = spokenWorld();
    const adele = call.join('Adele');
    call.recorded = { id: 'rec-1', state: 'recording', durationMs: 60_000, momentOf: () => undefined, keeps: () => true };
    const transcription = await service.transcribe(call, { keep: true, redact: { words: ['acme'] } });
    await call.says(300, adele);
    call.facts.tell('mediaLost', { message: 'moved' });
    await clock.advance(3_000);
    call.mediaOffsetMs = 77;
    call.facts.tell('mediaBack', {});
    await call.says(700, adele);
    await transcription.stop();
    const starts = transcription.segments.map(({ startMs }) => startMs);
    expect(Math.abs((starts[0] ?? 0) - 60_000)).toBeLessThan(300);
    expect(Math.abs((starts[1] ?? 0) - 65_000)).toBeLessThan(300);
    expect(kept.about).toMatchObject([{ recordingId: 'rec-1', redact: { words: ['acme'] } }]);
    expect(kept.entries).toEqual([]);
  });
});

describe('what is kept', () => {
  test('is an entry of its own, with translations, while the carrier shows it', async () => {
    const { call, kept, service } = spokenWorld();
    const adele = call.join('Adele');
    const transcription = await service.transcribe(call, { keep: true, translate: ['es'], language: 'en-US' });
    expect(call.told).toEqual(['recording']);
    await call.says(300, adele);
    await transcription.stop();
    expect(kept.entries).toMatchObject([{ kind: 'transcript', subject: 'Weekly', madeBy: { name: 'Scribe' }, callId: 'chain-1' }]);
    expect([kept.said, kept.translations.map(({ text }) => text)]).toEqual([['Adele: Good morning.'], ['es GOOD MORNING.']]);
    expect(kept.ends).toEqual(['transcript', 'the bot has stopped it']);
    expect(call.told).toEqual(['recording', 'notRecording']);
  });

  test('with a recording is of those alone whose sound is kept when they speak; all are captioned', async () => {
    const { call, kept, service } = spokenWorld();
    const [adele, bruno] = [call.join('Adele'), call.join('Bruno')];
    const agreed = new Set([adele]);
    call.recorded = { id: 'rec-1', state: 'recording', durationMs: 0, momentOf: () => undefined, keeps: (id) => agreed.has(id) };
    const transcription = await service.transcribe(call, { keep: true });
    await call.says(300, adele);
    await call.says(700, bruno);
    agreed.add(bruno);
    await call.says(300, bruno);
    await transcription.stop();
    expect(kept.said).toEqual(['Adele: Good morning.', 'Bruno: Good morning.']);
    expect(call.captions.map(({ text }) => text)).toEqual(['Good morning.', 'Goodbye.', 'Good morning.']);
    expect(call.told).toEqual([]);
  });

  test('is nothing where nobody keeps, where it is not shown, or where the store fails', async () => {
    const bare = spokenWorld({}, { archive: undefined });
    await expect(bare.service.transcribe(bare.call, { keep: true })).rejects.toMatchObject({ code: 'transcription/nothing-keeps' });
    const { call, kept, service } = spokenWorld();
    call.shows = 'refused';
    await expect(service.transcribe(call, { keep: true })).rejects.toThrow(TranscriptionError);
    call.shows = 'shown';
    kept.failure = new Error('the disk is full');
    await expect(service.transcribe(call, { keep: true })).rejects.toThrow('the disk is full');
    expect(call.told).toEqual(['recording', 'notRecording']);
    expect(service.open).toEqual([]);
  });
});

test('a card number is in no caption, no translation, no fact and nothing that is kept, unless the bot says so', async () => {
  const { call, kept, service } = spokenWorld();
  const adele = call.join('Adele');
  const transcription = await service.transcribe(call, { keep: true, translate: ['es'] });
  const told: unknown[] = [];
  transcription.facts.on('segment', (fact) => told.push(fact));
  transcription.facts.on('translated', (fact) => told.push(fact));
  await call.says(500, adele);
  await transcription.stop();
  const all = JSON.stringify([call.captions, kept.translations, [...kept.segments.values()], told, transcription.segments]);
  expect(all).toContain('The card is');
  expect(all).not.toContain('1111');
  const open = await service.transcribe(call, { redact: false });
  await call.says(500, adele);
  await open.stop();
  expect(said(open)).toEqual(['Adele: The card is 4111 1111 1111 1111.']);
});

test('languages are offered with who makes them, translated as they are chosen, and taken back at the end', async () => {
  const { call, clock, service } = spokenWorld();
  const adele = call.join('Adele');
  const transcription = await service.transcribe(call, { translate: 'asked', voices: ['fr'], language: 'en-US' });
  await clock.settle();
  expect(call.offers.at(-1)).toEqual({
    spoken: 'en-US',
    captions: ['es', 'fr'],
    voices: ['fr'],
    transcriber: { name: 'tones', leavesMachine: false },
    translator: { name: 'upper case', leavesMachine: true, sendsTo: 'translate.example' },
  });
  await call.says(300, adele);
  expect(call.captions.filter(({ isTranslation }) => isTranslation)).toEqual([]);
  call.want({ hasCaptions: true, captions: ['es'], voices: [{ language: 'fr', participantIds: [adele] }] });
  expect(transcription.languages).toEqual(['es', 'fr']);
  await call.says(700, adele);
  const translated = call.captions.filter(({ isTranslation }) => isTranslation).map(({ text }) => text);
  expect(translated).toEqual(expect.arrayContaining(['es GOODBYE.', 'fr GOODBYE.']));
  call.want({ hasCaptions: false, captions: [], voices: [] });
  const held = transcription.translateInto('es');
  expect(transcription.languages).toEqual(['es']);
  held[Symbol.dispose]();
  held[Symbol.dispose]();
  expect(transcription.languages).toEqual([]);
  await transcription.stop();
  expect(call.offers.at(-1)).toEqual({ spoken: '', captions: [], voices: [] });
});

/** Transcription of a bot's calls in the lab: names, captions, languages, an interpreter, what is kept, and what is missing. */
import { expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import type { CarrierCall } from '../call/platform.ts';
import { withLab } from '../testing/with-lab.ts';
import type { Bot } from './bot.ts';
import { transcribe, type TranscribeParts } from './transcribing.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;

test('each is transcribed under their own name, captioned and kept', () => {
  const scribe: Bot = {
    name: 'scribe',
    needs: ['soundApart'],
    async onCall(call) {
      await call.answer();
      await call.transcribe({ keep: true, translate: ['es'] });
      await call.facts.next('participantLeft', {
        signal: call.signal,
        matches: ({ participant }) => participant.party.name === 'Ada Lovelace',
      });
    },
  };
  return withLab({ bots: [scribe], ...quick }, async (lab) => {
    const planned = await lab.meeting({ subject: 'Budget' });
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await lab.pass('2 s');
    await ada.says('Good morning, everybody.');
    expect(await grace.readsCaption(/Good morning, everybody\./)).toEqual({ by: 'Ada Lovelace', text: 'Good morning, everybody.' });
    await grace.says('We have to decide on the budget.');
    await ada.readsCaption(/decide on the budget/);
    await lab.pass('1 s');
    await ada.leaves();
    await lab.until(() => lab.transcript.isDone);
    expect(lab.transcript.said).toEqual(['Ada Lovelace: Good morning, everybody.', 'Grace Hopper: We have to decide on the budget.']);
    expect(lab.transcript.translation('es')).toEqual(['es: Good morning, everybody.', 'es: We have to decide on the budget.']);
    await grace.leaves();
  });
});

const captioning: Bot = {
  name: 'captions',
  needs: ['soundApart'],
  async onCall(call) {
    await call.answer();
    await call.transcribe();
    await call.facts.next('messagePosted', { signal: call.signal });
  },
};

test('who leaves before the last word is text is captioned by name all the same', () =>
  withLab({ bots: [captioning], ...quick }, async (lab) => {
    const planned = await lab.meeting();
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await ada.invites('100');
    await lab.pass('2 s');
    await ada.says('I have to go now.');
    await ada.leaves();
    expect(await grace.readsCaption('I have to go now.')).toEqual({ by: 'Ada Lovelace', text: 'I have to go now.' });
    await grace.posts('enough');
    await lab.pass('1 s');
    await grace.leaves();
  }));

test('in a call between two the caller is captioned, under their own name', () =>
  withLab({ bots: [captioning], ...quick }, async (lab) => {
    const ada = await lab.person('Ada').dial('100');
    await ada.isAnswered();
    await lab.pass('2 s');
    await ada.says('Good morning.');
    expect(await ada.readsCaption('Good morning.')).toEqual({ by: 'Ada Lovelace', text: 'Good morning.' });
    await ada.hangsUp();
  }));

test('what is missing is told with what to do', async () => {
  const errors: unknown[] = [];
  const early: Bot = {
    name: 'early',
    async onCall(call) {
      await call.transcribe().catch((error: unknown) => errors.push(error));
      await call.answer();
      await call.transcribe().catch((error: unknown) => errors.push(error));
      await call.interpret({ from: undefined as never, language: 'es' }).catch((error: unknown) => errors.push(error));
    },
  };
  await withLab({ bots: [early], ...quick }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.isHungUpOn();
  });
  expect(errors).toMatchObject([{ code: 'bot/not-answered' }, { code: 'bot/no-media' }, { code: 'bot/no-media' }]);
});

test('what nobody can follow, or what comes when the call is over, is told before anything begins', async () => {
  const errors: unknown[] = [];
  const keep = (error: unknown): void => void errors.push(error);
  const careless: Bot = {
    name: 'careless',
    needs: ['soundApart'],
    async onCall(call) {
      await call.answer();
      await call.transcribe({ redact: { rules: ['cards'] } } as never).catch(keep);
      await call.transcribe({ lang: 'de' } as never).catch(keep);
      await call.transcribe({ signal: 42 } as never).catch(keep);
      await call.interpret({ from: undefined as never, language: 'not a tag!!' }).catch(keep);
      await call.hangUp();
      await call.transcribe({ keep: true }).catch(keep);
    },
  };
  await withLab({ bots: [careless], ...quick }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.isHungUpOn();
  });
  const code = 'transcription/bad-option';
  expect(errors).toMatchObject([
    { code, message: expect.stringContaining('redact.rules.0') as string },
    { code, message: expect.stringContaining('lang') as string },
    { code, message: expect.stringContaining('AbortSignal') as string },
    { code, message: expect.stringContaining('call.interpret()') as string },
    { code: 'transcription/call-ended' },
  ]);
});

test('where nothing turns speech into text, the words name what there is: the key of the configuration, and the command that lists it', async () => {
  const parts: TranscribeParts = {
    // Nothing more of a call is asked for before it is known that nobody recognises.
    carrier: { state: { status: 'up' } } as unknown as CarrierCall,
    live: { mediaFor: () => ({}) as ReturnType<TranscribeParts['live']['mediaFor']> },
    means: undefined,
    asker: { clock: virtualClock(), life: new AbortController().signal },
    log: silentLog,
    recording: () => undefined,
  };
  const error: unknown = await transcribe({}, parts).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'bot/no-transcription', message: expect.stringContaining('`transcription.recognisers`') as string });
  expect(String(error)).toContain('`rollcall speech`');
  expect(String(error)).not.toMatch(/hostBot|TranscriptionService|`speech\./);
});

/** `rollcall dev`: a bot is saved while a call is up. That call goes on with the code that took it, the next call meets the new. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { Facts } from '../../src/base/facts.ts';
import type { Speaks } from '../../src/bot/speaks.ts';
import { sine } from '../../src/media/tones.ts';
import { writeWav } from '../../src/media/wav.ts';
import { Caller, MemoryExchange } from '../caller.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';

const clock = realClock();
const moment = writeWav(sine({ hertz: [400], ms: 100 }, 0.2));

const code = (words: string): string => `
import { defineBot } from 'rollcall';
export const bot = defineBot({
  name: 'my bot',
  async onCall(call) {
    await call.answer();
    const pressed = await call.ask({ prompt: '${words} greets', keys: ['1'], timeoutMs: 60_000 });
    await call.say('${words} heard ' + pressed.kind);
  },
});
`;

test('calls go on with old code while new calls meet the new, and a mistake changes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-reload-'));
  const file = join(folder, 'bot.ts');
  await writeFile(file, code('old'));
  const heard = new Facts<{ said: { readonly text: string }; told: { readonly message: string } }>();
  const next = (name: 'said' | 'told'): Promise<unknown> => heard.next(name, { signal: clock.deadline(15_000) });
  const speech: Speaks = {
    wavOf: async (text) => {
      heard.tell('said', { text });
      return moment;
    },
  };
  const exchange = new MemoryExchange();
  const house = await openPassingHouse(
    { bots: [] },
    { engine: exchange.engine, speech, botFiles: [file], isWatching: true, onReload: (message) => heard.tell('told', { message }) },
  );
  try {
    using early = await Caller.open(house.url, ada, exchange);
    using late = await Caller.open(house.url, grace, exchange);
    const pressOne = async (caller: Caller, legId: string): Promise<unknown> => {
      const said = next('said');
      expect(await caller.ask({ kind: 'key', legId, key: '1' })).toMatchObject({ ok: true });
      return said;
    };

    const oldGreets = next('said');
    const first = await early.dial('110');
    expect(await oldGreets).toEqual({ text: 'old greets' });

    const mistake = next('told');
    await writeFile(file, 'export const bot = {;');
    expect(await mistake).toMatchObject({ message: expect.stringMatching(/“my bot” goes on as it was.*cannot be loaded/) as string });
    const loaded = next('told');
    await writeFile(file, code('new'));
    expect(await loaded).toEqual({ message: '“my bot” was loaded again; 1 call(s) go on with the code that took them.' });

    const newGreets = next('said');
    const second = await late.dial('110');
    expect(await newGreets).toEqual({ text: 'new greets' });
    await early.line(first.legId, 'connected');
    expect(await pressOne(early, first.legId)).toEqual({ text: 'old heard key' });
    expect(await pressOne(late, second.legId)).toEqual({ text: 'new heard key' });
    await early.line(first.legId, 'ended');
    await late.line(second.legId, 'ended');
  } finally {
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

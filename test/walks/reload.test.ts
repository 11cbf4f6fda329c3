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
  const said = (text: string): Promise<unknown> =>
    heard.next('said', { signal: clock.deadline(15_000), matches: (fact) => fact.text === text });
  // A file may be seen to change twice for one save.
  const told = (words: RegExp): Promise<unknown> =>
    heard.next('told', { signal: clock.deadline(15_000), matches: ({ message }) => words.test(message) });
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
    const pressOne = async (caller: Caller, legId: string): Promise<void> =>
      expect(await caller.ask({ kind: 'key', legId, key: '1' })).toMatchObject({ ok: true });

    const oldGreets = said('old greets');
    const first = await early.dial('110');
    await oldGreets;

    const mistake = told(/“my bot” goes on as it was.*cannot be loaded/);
    await writeFile(file, 'export const bot = {;');
    await mistake;
    const loaded = told(/“my bot” was loaded again; one call goes on with the code that took it/);
    await writeFile(file, code('new'));
    await loaded;

    const newGreets = said('new greets');
    const second = await late.dial('110');
    await newGreets;
    await early.line(first.legId, 'connected');
    const heardByOld = said('old heard key');
    await pressOne(early, first.legId);
    await heardByOld;
    const heardByNew = said('new heard key');
    await pressOne(late, second.legId);
    await heardByNew;
    await early.line(first.legId, 'ended');
    await late.line(second.legId, 'ended');
  } finally {
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

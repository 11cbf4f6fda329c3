/** A small house without a browser or a voice: one bot that takes messages, a passing data folder. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../src/base/clock.ts';
import type { Speaks } from '../src/bot/speaks.ts';
import { sine } from '../src/media/tones.ts';
import { writeWav } from '../src/media/wav.ts';
import { checked } from '../src/server/config-file.ts';
import type { Config } from '../src/server/config.ts';
import { openHouse, type House, type HouseOptions } from '../src/server/house.ts';

export const ada = 'a0000000-0000-4000-8000-000000000201';
export const grace = 'a0000000-0000-4000-8000-000000000202';
const tone = writeWav(sine({ hertz: [440], ms: 300 }, 0.3));
const speech: Speaks = { wavOf: () => Promise.resolve(tone) };
const machine = `import { defineBot } from 'rollcall';
export const bot = defineBot({ name: 'machine', async onCall(call, { voicemail }) {
  await call.answer();
  const message = await call.recordAnswer({ prompt: 'speak', beep: true, maxMs: 10_000, silenceMs: 5_000, stopKeys: ['#'] });
  if (message.kind !== 'recorded') return;
  await voicemail.leave({ for: '${grace}', from: call.from, wav: message.wav, durationMs: message.durationMs });
  await call.say('thanks');
} });
`;

/** A place for houses: opens them, closes those that are still open, and is gone at the end. */
export class Ground implements AsyncDisposable {
  readonly folder: string;
  readonly bots: NonNullable<Config['bots']>;
  readonly #open = new Set<House>();

  private constructor(folder: string, file: string) {
    this.folder = folder;
    this.bots = [{ name: 'machine', number: '100', file }];
  }

  static async find(): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-house-'));
    const file = join(folder, 'machine.ts');
    await writeFile(file, machine);
    return new Ground(folder, file);
  }

  async open(config: Config = {}, options: Partial<HouseOptions> = {}): Promise<House> {
    const defaults: Config = { port: 0, log: 'silent', data: join(this.folder, 'data'), bots: this.bots, media: { processes: 0 } };
    const house = await openHouse(checked({ ...defaults, ...config }, 'the test'), { clock: realClock(), speech, ...options });
    this.#open.add(house);
    return house;
  }

  async close(house: House): Promise<void> {
    this.#open.delete(house);
    await house[Symbol.asyncDispose]();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open].map((house) => this.close(house)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeAll();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Asks for a token as the first app of the house. */
export function tokenOf({ url, directory }: House, secret: string): Promise<Response> {
  return fetch(`${url}/${directory.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: directory.apps[0]?.appId ?? '',
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
}

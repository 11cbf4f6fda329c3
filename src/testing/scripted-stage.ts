/** Everything around a bot for a test: a carrier, people, a voice and a clock that is turned by hand. */
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import type { Party } from '../call/platform.ts';
import { writeWav } from '../media/wav.ts';
import { Voicemail } from '../services/voicemail/voicemail.ts';
import { memoryBlobStore } from '../store/memory-blob-store.ts';
import { memoryFactLog } from '../store/memory-fact-log.ts';
import type { Bot } from '../bot/bot.ts';
import type { Call } from '../bot/call.ts';
import { hostBot, type BotFact, type BotHost } from '../bot/host.ts';
import type { ScriptedCall } from './scripted-call.ts';
import { ScriptedCarrier, type ScriptedCarrierOptions } from './scripted-carrier.ts';
import { scriptedVoice } from './scripted-voice.ts';
import type { Speaks } from '../bot/speaks.ts';

export type Stage = {
  readonly clock: VirtualClock;
  readonly carrier: ScriptedCarrier;
  readonly host: BotHost;
  readonly voicemail: Voicemail;
  /** What the host has told. */
  readonly facts: BotFact[];
  /** Somebody calls the bot: Ada, unless told otherwise. */
  readonly ring: (call?: { readonly from?: Party | undefined; readonly forwardedFrom?: Party | undefined }) => Promise<ScriptedCall>;
};

export const ada: Party = { kind: 'user', id: 'a0000000-0000-4000-8000-000000000201', name: 'Ada Lovelace' };

export function stage(bot: Bot, options: Pick<ScriptedCarrierOptions, 'people' | 'meetings'> & { readonly speech?: Speaks } = {}): Stage {
  const clock = virtualClock();
  const random = seededRandom(1);
  const carrier = new ScriptedCarrier({ clock, random, people: options.people, meetings: options.meetings });
  const voicemail = new Voicemail({ blobs: memoryBlobStore(), facts: memoryFactLog(), clock, random, tenantId: 'tenant' });
  const facts: BotFact[] = [];
  const onFact = (fact: BotFact): void => void facts.push(fact);
  const host = hostBot({
    bot,
    platform: carrier,
    speech: options.speech ?? scriptedVoice,
    services: { voicemail },
    clock,
    log: silentLog,
    onFact,
  });
  const ring: Stage['ring'] = async ({ from = ada, forwardedFrom } = {}) => {
    const call = carrier.ring({ from, forwardedFrom });
    await clock.settle();
    return call;
  };
  return { clock, carrier, host, voicemail, facts, ring };
}

/** A bot that answers and does one thing, and what came of it. */
export function doing<T>(
  work: (call: Call) => Promise<T>,
  options: Parameters<typeof stage>[1] = {},
): Stage & { readonly outcome: () => T | Error | undefined } {
  let outcome: T | Error | undefined;
  const bot: Bot = {
    name: 'test',
    async onCall(call) {
      await call.answer();
      try {
        outcome = await work(call);
      } catch (error) {
        outcome = error as Error;
        throw error;
      }
    },
  };
  return { ...stage(bot, options), outcome: () => outcome };
}

/** Somebody talking for so long: a quiet tone. */
export function speech(ms: number): Uint8Array {
  return writeWav(Int16Array.from({ length: ms * 16 }, (_, at) => Math.round(3_000 * Math.sin((2 * Math.PI * 440 * at) / 16_000))));
}

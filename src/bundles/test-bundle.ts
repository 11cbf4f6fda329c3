/** A captured call for tests: Ada dials a bot, presses keys, speaks, and hangs up. */
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import type { Bundle, BundleMessage } from './bundle.ts';
import { BundleMaker } from './bundle-maker.ts';

export const adaId = 'a0000000-0000-4000-8000-000000000201';
export const botId = 'b0000000-0000-4000-8000-000000000100';
export const begunMs = 1_800_000_000_000;

export function testMaker(): BundleMaker {
  const ada = { kind: 'person', id: adaId, tenantId: 'c0000000-0000-4000-8000-000000000001', name: 'Ada Moreno', number: '201' };
  const bot = { kind: 'app', id: botId, tenantId: 'c0000000-0000-4000-8000-000000000001', name: 'front desk', number: '100' };
  const maker = new BundleMaker({ callId: 'call-1', made: { atMs: begunMs + 60_000, by: '0.1.0', where: 'lab' } });
  const fact = (afterMs: number, more: object): void =>
    maker.fact({ version: 1, callId: 'call-1', atMs: begunMs + afterMs, type: '', ...more });
  fact(0, { type: 'callStarted', from: ada, to: bot });
  fact(100, { type: 'legAnswered', legId: 'leg-2', party: bot });
  fact(9_000, { type: 'legEnded', legId: 'leg-1', party: ada, as: 'hungUp', because: 'Ada Moreno hung up.' });
  fact(9_001, { type: 'callEnded', because: 'Ada Moreno hung up.' });
  maker.deed(begunMs, { kind: 'dial', who: adaId, number: '100' });
  maker.deed(begunMs + 2_000, { kind: 'key', who: adaId, key: '1' });
  maker.deed(begunMs + 9_000, { kind: 'hangUp', who: adaId });
  maker.said({ who: adaId, wallMs: begunMs + 4_000, wav: writeWav(sine({ hertz: [440], ms: 600 }, 0.2)) });
  return maker;
}

export function testBundle(): Bundle {
  return testMaker().bundle();
}

/** What the bot sends and is told in a short call; `seed` makes ids and times of their own. */
export function testMessages(
  seed: number,
  { prompt = 'welcome', lastState = 'terminated' }: { readonly prompt?: string; readonly lastState?: string } = {},
): readonly BundleMessage[] {
  const id = (n: number): string => `${String(seed).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const time = new Date(begunMs + seed * 86_400_000).toISOString();
  const host = `http://127.0.0.1:${String(40_000 + seed)}`;
  const state = (atMs: number, value: string): BundleMessage => ({
    atMs,
    direction: 'notification',
    appId: botId,
    method: 'POST',
    url: `${host}/bots/front-desk`,
    requestBody: JSON.stringify({ value: [{ resource: `/communications/calls/${id(1)}`, resourceData: { state: value, at: time } }] }),
    status: 202,
    seenBy: ['bot', 'switchboard'],
  });
  const command = (atMs: number, name: string, body: object): BundleMessage => ({
    atMs,
    direction: 'command',
    appId: botId,
    method: 'POST',
    url: `${host}/v1.0/communications/calls/${id(1)}/${name}`,
    requestBody: JSON.stringify(body),
    status: 200,
    responseBody: JSON.stringify({ id: id(5), status: 'running', clientContext: id(6) }),
    seenBy: ['bot'],
  });
  const link = Buffer.from(JSON.stringify([seed, id(1)])).toString('base64url');
  return [
    state(0, 'incoming'),
    command(5, 'answer', { callbackUri: `${host}/bots/front-desk`, acceptedModalities: ['audio'] }),
    state(40, 'established'),
    command(50, 'playPrompt', { clientContext: id(6), prompts: [{ mediaInfo: { uri: `${host}/p/${link}.wav`, resourceId: prompt } }] }),
    command(60, 'subscribeToTone', { clientContext: id(7) }),
    state(9_000, lastState),
  ];
}

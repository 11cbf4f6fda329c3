import { expect, test } from 'vitest';
import { Facts } from '../../base/facts.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import type { EngineFacts, MediaEngine } from '../../engine/port.ts';
import { faultOfOffer } from './offer.ts';
import { WebrtcDoor } from './webrtc-door.ts';

const good = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 126',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789012345678901',
  'a=fingerprint:sha-256 AA:BB',
  'a=rtpmap:111 opus/48000/2',
].join('\r\n');

test('an offer with Opus, ICE and DTLS is taken', () => {
  expect(faultOfOffer(good)).toBeUndefined();
});

test.each([
  ['', 'v=0'],
  ['hello', 'v=0'],
  [good.replace('m=audio 9', 'm=video 9'), 'no audio'],
  [good.replace('m=audio 9', 'm=audio 0'), 'switched off'],
  [good.replace('a=ice-pwd', 'a=x'), 'ICE'],
  [good.replace('fingerprint', 'finger'), 'DTLS'],
  [good.replace('opus', 'speex'), 'Opus'],
])('an offer that cannot work is refused before the engine sees it (%#)', async (offer, why) => {
  const door = new WebrtcDoor({ engine: engineThat(() => Promise.reject(new Error('must not be asked'))), clock: virtualClock() });
  const outcome = await door.connect({ roomId: 'r', legId: 'l', offer });
  expect(outcome).toMatchObject({ ok: false, code: 'webrtc/bad-offer' });
  expect(outcome.ok ? '' : outcome.message).toContain(why);
});

const pictures = good
  .replace('m=audio 9 UDP/TLS/RTP/SAVPF 111 126', 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly')
  .replace('111 opus/48000/2', '96 VP8/90000');
const section = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=recvonly';
const view = `${pictures.replace('a=sendonly', 'a=recvonly')}\r\n${section}\r\n${section}`;

test('an offer of pictures is taken for what it is for', () => {
  expect([faultOfOffer(pictures, 'camera'), faultOfOffer(pictures, 'screen'), faultOfOffer(view, 'view')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  [good, 'camera', 'no video'],
  [`${pictures}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111`, 'camera', 'pictures alone'],
  [view.replaceAll('recvonly', 'sendonly'), 'screen', 'has 3'],
  [pictures, 'view', 'a=recvonly'],
  [pictures.replace('sendonly', 'sendrecv'), 'camera', 'a=sendonly'],
  [pictures.replace('VP8', 'H264'), 'camera', 'VP8'],
  [pictures.replace('m=video 9', 'm=video 0'), 'camera', 'switched off'],
  [pictures.replace('fingerprint', 'finger'), 'view', 'DTLS'],
  [pictures, undefined, 'no audio'],
] as const)('an offer of pictures that cannot work is refused (%#)', async (offer, what, why) => {
  const door = new WebrtcDoor({ engine: engineThat(() => Promise.reject(new Error('must not be asked'))), clock: virtualClock() });
  const outcome = await door.connect({ roomId: 'r', legId: 'l', offer, what });
  expect(outcome.ok ? '' : outcome.message).toContain(why);
});

test('the answer of the engine comes back as it is', async () => {
  const door = new WebrtcDoor({ engine: engineThat(() => Promise.resolve({ answer: 'v=0 answer' })), clock: virtualClock() });
  expect(await door.connect({ roomId: 'r', legId: 'l', offer: good })).toEqual({ ok: true, answer: 'v=0 answer' });
});

test('an engine that never answers is given up, in words', async () => {
  const clock = virtualClock();
  const door = new WebrtcDoor({ engine: engineThat((signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))), clock }); // prettier-ignore
  const connecting = door.connect({ roomId: 'r', legId: 'l', offer: good });
  await clock.advance(10_000);
  expect(await connecting).toMatchObject({
    ok: false,
    code: 'webrtc/not-connected',
    message: expect.stringContaining('10000 ms') as string,
  });
});

function engineThat(connect: (signal: AbortSignal | undefined) => Promise<{ answer: string }>): MediaEngine {
  return {
    facts: new Facts<EngineFacts>(),
    send: () => undefined,
    connect: (_, options) => connect(options?.signal),
    attach: () => undefined,
    health: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { realClock } from '../base/clock.ts';
import { realRandom, seededRandom } from '../base/random.ts';
import { decoderFor, encoderFor } from '../media/codecs.ts';
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { readRtp, RTP_HEADER_BYTES, rtpPacket, writeRtpHeader } from '../wire/rtp/rtp-packet.ts';
import { LocalEngine } from './local-engine.ts';
import type { PeerHandlers, PeerTransport, PeerTransports } from './peer-transport.ts';
import { readRtpOffer, writeRtpDescription } from './rtp-offer.ts';
import { rtpPeers, type RtpSettings } from './rtp-peers.ts';

const clock = realClock();
const PCMU = { codec: 'pcmu' as const, payloadType: 0, keyPayloadTypes: [101] };
const PCMU_OFFER = (port: number): string => writeRtpDescription({ address: '127.0.0.1', port, sound: PCMU });
const left: (() => unknown)[] = [];
afterEach(() => left.splice(0).forEach((close) => close()));

type Telephone = { readonly socket: Socket; readonly port: number; readonly offer: string };

async function telephone(): Promise<Telephone> {
  const socket = createSocket('udp4');
  let isOpen = true;
  socket.once('close', () => (isOpen = false));
  left.push(() => isOpen && socket.close());
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return { socket, port, offer: PCMU_OFFER(port) };
}

function peersWith(settings: RtpSettings = {}): PeerTransports {
  const peers = rtpPeers({ clock, random: realRandom(), ...settings });
  left.push(() => peers.close());
  return peers;
}

type Accepted = { readonly transport: PeerTransport; readonly port: number; readonly came: string[]; readonly isConnected: () => boolean };

async function accepted(offer: string, settings: RtpSettings = {}): Promise<Accepted> {
  const came: string[] = [];
  let isConnected = false;
  const handlers: PeerHandlers = {
    connected: () => void (isConnected = true),
    packet: (bytes) => void came.push(Buffer.from(bytes).toString()),
    lost: () => undefined,
  };
  const { answer, transport } = await peersWith(settings).accept(offer, handlers);
  return { transport, port: readRtpOffer(answer).port, came, isConnected: () => isConnected };
}

test('packets go both ways, from the port that the answer names', async () => {
  const phone = await telephone();
  const { transport, port, came, isConnected } = await accepted(phone.offer);
  phone.socket.send('from the phone', port, '127.0.0.1');
  await vi.waitFor(() => expect(came).toEqual(['from the phone']));
  expect(isConnected()).toBe(true);
  const bytes = Buffer.from('to the phone');
  transport.send(bytes);
  bytes.fill(0);
  const [message, from] = (await once(phone.socket, 'message')) as [Buffer, { readonly port: number }];
  expect([message.toString(), from.port]).toEqual(['to the phone', port]);
});

test('a stranger is not heard', async () => {
  const [phone, stranger] = await Promise.all([telephone(), telephone()]);
  const { port, came } = await accepted(phone.offer);
  stranger.socket.send('let me in', port, '127.0.0.1');
  phone.socket.send('it is me', port, '127.0.0.1');
  await vi.waitFor(() => expect(came).toEqual(['it is me']));
});

test('who latches takes the first who sends for the peer, and sends there', async () => {
  const [told, behindNat, late] = await Promise.all([telephone(), telephone(), telephone()]);
  const { transport, port, came } = await accepted(told.offer, { latches: true });
  transport.send(Buffer.from('early'));
  expect(String((await once(told.socket, 'message'))[0])).toBe('early');
  behindNat.socket.send('first', port, '127.0.0.1');
  await vi.waitFor(() => expect(came).toEqual(['first']));
  late.socket.send('too late', port, '127.0.0.1');
  behindNat.socket.send('second', port, '127.0.0.1');
  await vi.waitFor(() => expect(came).toEqual(['first', 'second']));
  transport.send(Buffer.from('there you are'));
  expect(String((await once(behindNat.socket, 'message'))[0])).toBe('there you are');
});

test('who listens no longer breaks nothing, and a closed transport sends nothing', async () => {
  const phone = await telephone();
  const { transport, port, came } = await accepted(phone.offer);
  phone.socket.close();
  left.splice(
    left.findIndex((close) => close === left[0]),
    1,
  );
  await once(phone.socket, 'close');
  for (let i = 0; i < 3; i++) transport.send(Buffer.from('hello?'));
  const again = createSocket('udp4');
  left.push(() => again.close());
  again.bind(phone.port, '127.0.0.1');
  await once(again, 'listening');
  again.send('back again', port, '127.0.0.1');
  await vi.waitFor(() => expect(came).toEqual(['back again']));
  transport.send(new Uint8Array(4_000));
  transport.close();
  transport.close();
  transport.send(Buffer.from('gone'));
});

test('ports are taken from the range, and an engine without a free one says so', async () => {
  const phone = await telephone();
  const taken = phone.port;
  const peers = rtpPeers({ clock, random: seededRandom(1), ports: { begin: taken, end: taken } });
  await expect(peers.accept(phone.offer, { connected: vi.fn(), packet: vi.fn(), lost: vi.fn() })).rejects.toMatchObject({
    code: 'engine/no-port',
  });
  await expect(accepted(phone.offer, { bindAddress: '192.0.2.1' })).rejects.toMatchObject({ code: 'engine/no-port' });
});

test('an announced address is told in place of our own', async () => {
  const { offer } = await telephone();
  const { answer } = await peersWith({ announcedAddress: '192.0.2.7' }).accept(offer, {
    connected: vi.fn(),
    packet: vi.fn(),
    lost: vi.fn(),
  });
  expect(readRtpOffer(answer)).toMatchObject({ address: '192.0.2.7', sound: PCMU });
});

test.each([
  ['no description', 'hello', /one section/],
  ['a name for an address', PCMU_OFFER(5_004).replaceAll('127.0.0.1', 'phone.example'), /no address/],
  ['no port', PCMU_OFFER(0), /0 is no port/],
  ['encryption', PCMU_OFFER(5_004).replace('RTP/AVP', 'RTP/SAVP'), /plain RTP/],
  ['a codec that nobody speaks', PCMU_OFFER(5_004).replace('AVP 0 ', 'AVP 18 '), /neither Opus nor G\.711/],
  ['pictures', `${PCMU_OFFER(5_004)}m=video 9 RTP/AVP 96\r\n`, /one section/],
])('an offer with %s is refused', async (_, offer, why) => {
  await expect(peersWith().accept(offer, { connected: vi.fn(), packet: vi.fn(), lost: vi.fn() })).rejects.toThrow(why);
});

test.each([
  { codec: 'opus', payloadType: 111, keyPayloadTypes: [101], audioLevelId: 1 },
  { codec: 'l16', payloadType: 97, keyPayloadTypes: [], audioLevelId: undefined },
  { codec: 'pcma', payloadType: 8, keyPayloadTypes: [], audioLevelId: undefined },
] as const)('what is written of $codec is read again', (sound) => {
  for (const address of ['192.0.2.1', '2001:db8::1']) {
    expect(readRtpOffer(writeRtpDescription({ address, port: 5_004, sound }))).toEqual({ address, port: 5_004, sound });
  }
});

test('two telephones in a room hear each other', async () => {
  await using engine = new LocalEngine({ clock, peers: peersWith() });
  engine.send({ kind: 'openRoom', roomId: 'room' });
  const [ann, bob] = await Promise.all([telephone(), telephone()]);
  const decoder = await decoderFor('pcmu');
  const packet = rtpPacket();
  const heard: number[] = [];
  const frame = new Int16Array(1_920);
  bob.socket.on('message', (bytes) => {
    if (readRtp(bytes, packet) && packet.payloadType === 0) heard.push(...frame.subarray(0, decoder.decode(packet.payload, frame)));
  });
  const { answer } = await engine.connect({ roomId: 'room', legId: 'ann', offer: ann.offer });
  await engine.connect({ roomId: 'room', legId: 'bob', offer: bob.offer });
  const encoder = await encoderFor('pcmu');
  const said = sine({ hertz: [620], ms: 600 }, 0.3);
  for (let i = 0; i < 30; i++) {
    const bytes = new Uint8Array(RTP_HEADER_BYTES + 160);
    writeRtpHeader(bytes, { payloadType: 0, marker: i === 0, sequence: i, timestamp: i * 160, ssrc: 7 });
    encoder.encode(said.subarray(i * 320, i * 320 + 320), bytes, RTP_HEADER_BYTES);
    ann.socket.send(bytes, readRtpOffer(answer).port, '127.0.0.1');
  }
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(8_000), { timeout: 10_000 });
  expect(toneDb(Int16Array.from(heard.slice(1_600, 6_400)), 620)).toBeGreaterThan(-20);
});

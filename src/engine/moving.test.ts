/** Legs that move from room to room: what they hear goes on, what they say and do goes on, and the wire notices nothing. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import { toneDb, toneMs } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { sine } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { isRtcp, readRtp, rtpPacket } from '../wire/rtp/rtp-packet.ts';
import type { PeerTransports } from './peer-transport.ts';
import { RECORD, TestStage } from './test-stage.ts';
import { expect } from './test-within.ts';

type Sent = { readonly ssrc: number; readonly sequence: number; readonly timestamp: number };

let stage: TestStage;
/** What each peer was sent, by the number of its own stream. */
let sent: Map<number, Sent[]>;

beforeEach(() => {
  sent = new Map();
  stage = new TestStage({ peers: (plain) => tapped(plain) });
  stage.open('next');
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('a peer that moves', () => {
  test('hears one room to the end and the other from there on, in one stream without a gap', async () => {
    const ann = await stage.enter('ann');
    stage.addBot('here', 'plays');
    stage.addBot('there', 'plays', 'next');
    play('here', 440, 3_000);
    play('there', 1_000, 3_000);
    await stage.clock.advance(1_000);
    move('ann', 'next');
    await stage.clock.advance(3_000);
    const heard = ann.heard();
    expect(toneMs(heard, 440)).toBeWithin(960, 1_020);
    expect(toneMs(heard, 1_000)).toBeWithin(1_960, 2_040);
    const packets = sent.get(ann.transport.ssrc) ?? [];
    expect(packets.length).toBeGreaterThan(150);
    for (const [i, { ssrc, sequence, timestamp }] of packets.entries()) {
      const first = packets[0];
      expect([ssrc, sequence, timestamp]).toEqual([ann.transport.ssrc, (first?.sequence ?? 0) + i, (first?.timestamp ?? 0) + i * 320]);
    }
  });

  test('is heard in the new room and no more in the old one, in the middle of a word', async () => {
    const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob')];
    const cat = await stage.enter('cat', { room: 'next' });
    void ann.say(sine({ hertz: [440], ms: 2_000 }, 0.3));
    await stage.clock.advance(1_000);
    move('ann', 'next');
    await stage.clock.advance(2_000);
    const [before, after] = [toneMs(bob.heard(), 440), toneMs(cat.heard(), 440)];
    expect(before).toBeWithin(880, 1_020);
    expect(after).toBeWithin(960, 1_120);
    expect(before + after).toBeWithin(1_960, 2_080);
  });

  test('leaves an encode that is shared for another one, and is not for a moment heard at the level of the old one', async () => {
    for (const name of ['ann', 'bob', 'cat']) await stage.enter(name, { codec: 'opus' });
    for (const name of ['dan', 'eve', 'fay']) await stage.enter(name, { room: 'next', codec: 'opus' });
    stage.addBot('here', 'plays');
    stage.addBot('there', 'plays', 'next');
    play('here', 440, 2_000);
    play('there', 1_390, 2_000, 0.01);
    await stage.clock.advance(1_000);
    move('ann', 'next');
    await stage.clock.advance(2_000);
    const [ann, fay] = ['ann', 'fay'].map((name) => framesOf(stage.people.get(name)?.heard() ?? new Int16Array(0)));
    const moved = ann?.findIndex((level) => level < -30) ?? -1;
    expect(moved).toBeWithin(48, 53);
    for (let i = moved + 1; i < 98; i++) expect(ann?.[i]).toBeWithin((fay?.[i] ?? 0) - 2, (fay?.[i] ?? 0) + 2);
  });

  test('and others who follow it get a shared encode in the new room, and hear as before', async () => {
    for (const name of ['ann', 'bob', 'cat', 'dan']) await stage.enter(name, { codec: 'opus' });
    for (const name of ['ann', 'bob', 'cat', 'dan']) move(name, 'next');
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob cat dan', bob: 'ann cat dan', cat: 'ann bob dan', dan: 'ann bob cat' });
    stage.engine.send({ kind: 'closeRoom', roomId: 'room' });
    expect((await stage.whoHearsWhom())['ann']).toBe('bob cat dan');
    expect(await stage.engine.health()).toMatchObject([{ rooms: 1, legs: 4 }]);
  });

  test('is routed as the new room says, takes its mute and its hold along, and counts its keys on', async () => {
    const ann = await stage.enter('ann');
    await stage.enter('bob', { room: 'next' });
    await stage.enter('cat', { room: 'next' });
    stage.engine.send({ kind: 'route', roomId: 'next', apart: ['ann'], groups: [{ sources: ['ann'], receivers: ['bob'] }] });
    void ann.press('1');
    await stage.clock.advance(300);
    move('ann', 'next');
    void ann.press('2');
    await stage.clock.advance(300);
    expect(stage.facts('keyPressed').map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(await stage.whoHearsWhom()).toEqual({ ann: '', bob: 'ann cat', cat: 'bob' });
    stage.engine.send({ kind: 'mute', legId: 'ann', isMuted: true });
    move('ann', 'room');
    move('ann', 'next');
    expect((await stage.whoHearsWhom())['bob']).toBe('cat');
    stage.engine.send({ kind: 'mute', legId: 'ann', isMuted: false });
    stage.engine.send({ kind: 'hold', legId: 'ann', music: writeWav(sine({ hertz: [550], ms: 500 }, 0.3)) });
    move('ann', 'room');
    move('bob', 'room');
    expect(await stage.whoHearsWhom()).toEqual({ ann: '', bob: '', cat: '' });
    expect(toneDb(ann.heard().subarray(0, 8_000), 550)).toBeGreaterThan(-20);
  });

  test('while it connects comes into the new room', async () => {
    const [ann, bob] = [await stage.peers.person(), await stage.enter('bob', { room: 'next' })];
    const connecting = stage.engine.connect({ roomId: 'room', legId: 'ann', offer: ann.offer });
    move('ann', 'next');
    await connecting;
    void ann.say(sine({ hertz: [440], ms: 500 }, 0.3));
    await stage.clock.advance(1_000);
    expect(toneMs(bob.heard(), 440)).toBeWithin(460, 560);
  });

  test('into a room that is not open stays where it is, and so does nobody, and who is there already', async () => {
    await stage.enter('ann');
    await stage.enter('bob');
    move('ann', 'nowhere');
    move('bob', 'room');
    move('nobody', 'next');
    expect(stage.errors).toEqual(['the engine could not obey']);
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob', bob: 'ann' });
  });

  test('when it is told something, within a tick, is neither heard twice nor sent two packets for one time', async () => {
    const ann = await stage.enter('ann');
    stage.addBot('here', 'plays');
    stage.addBot('there', 'plays', 'next');
    stage.engine.facts.on('playEnded', ({ legId }) => {
      if (legId === 'here') move('ann', 'next');
    });
    play('here', 440, 500);
    play('there', 1_000, 1_500);
    await stage.clock.advance(3_000);
    expect(toneMs(ann.heard(), 1_000)).toBeWithin(960, 1_040);
    const stamps = (sent.get(ann.transport.ssrc) ?? []).map(({ timestamp }) => timestamp);
    expect(new Set(stamps).size).toBe(stamps.length);
  });
});

describe('a hosted leg that moves', () => {
  test('plays on in the new room, and nothing is lost or told in between', async () => {
    const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob', { room: 'next' })];
    stage.addBot('bot', 'plays');
    const sound = sine({ hertz: [440], ms: 2_000 }, 0.3);
    stage.engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(sound)] });
    await stage.clock.advance(700);
    move('bot', 'next');
    await stage.clock.advance(2_000);
    const parts = [ann.heard(), bob.heard()].map((heard) => toneMs(heard, 440));
    expect(parts[0]).toBeWithin(680, 720);
    expect((parts[0] ?? 0) + (parts[1] ?? 0)).toBeWithin(1_980, 2_000);
    expect(stage.facts('playEnded')).toEqual([{ legId: 'bot', operationId: 'p', outcome: 'completed' }]);
    expect(stage.facts('legConnected').filter(({ legId }) => legId === 'bot').length).toBe(1);
  });

  test('records on in the new room', async () => {
    const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob', { room: 'next' })];
    stage.addBot('bot', 'records');
    stage.engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, maxDurationMs: 2_000 });
    void ann.say(sine({ hertz: [440], ms: 3_000 }, 0.3));
    void bob.say(sine({ hertz: [1_000], ms: 3_000 }, 0.3));
    await stage.clock.advance(1_000);
    move('bot', 'next');
    await stage.clock.advance(2_000);
    const recorded = readWav(stage.facts('recordEnded')[0]?.wav ?? new Uint8Array(0));
    expect(recorded.length).toBe(32_000);
    expect(toneMs(recorded, 440)).toBeWithin(900, 1_020);
    expect(toneMs(recorded, 1_000)).toBeWithin(960, 1_040);
  });

  test('ends with the room in which it is', async () => {
    stage.addBot('bot', 'plays');
    play('bot', 440, 5_000);
    move('bot', 'next');
    stage.engine.send({ kind: 'closeRoom', roomId: 'room' });
    await stage.clock.advance(100);
    expect(stage.facts('playEnded')).toEqual([]);
    stage.engine.send({ kind: 'closeRoom', roomId: 'next' });
    expect(stage.facts('playEnded')).toMatchObject([{ outcome: 'cancelled' }]);
    expect(await stage.engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
  });
});

function move(legId: string, roomId: string): void {
  stage.engine.send({ kind: 'moveLeg', legId, roomId });
}

function play(legId: string, hertz: number, ms: number, amplitude = 0.3): void {
  stage.engine.send({ kind: 'play', legId, operationId: `${legId} plays`, sounds: [writeWav(sine({ hertz: [hertz], ms }, amplitude))] });
}

/** The level of each 20 ms. */
function framesOf(sound: Int16Array): number[] {
  return Array.from({ length: Math.floor(sound.length / 320) }, (_, i) => levelDb(sound, i * 320, (i + 1) * 320));
}

/** Takes down what is sent, on its way. */
function tapped(plain: PeerTransports): PeerTransports {
  return {
    async accept(offer, handlers, options) {
      const { answer, transport } = await plain.accept(offer, handlers, options);
      const taken: Sent[] = [];
      sent.set(transport.ssrc, taken);
      const send = (packet: Uint8Array): void => {
        const read = rtpPacket();
        if (!isRtcp(packet) && readRtp(packet, read)) taken.push({ ssrc: read.ssrc, sequence: read.sequence, timestamp: read.timestamp });
        transport.send(packet);
      };
      return { answer, transport: { ...transport, send } };
    },
    close: () => plain.close(),
  };
}

/** A line that is moved to another call is connected anew by itself: same microphone, the old connection until the new one is up. */
import { beforeEach, expect, test } from 'vitest';
import type { Phone, PhoneLine } from '../../../src/wire/live/page-event.ts';
import { LiveError } from '../live/live-error.ts';
import { OpenLines } from './open-lines.ts';
import type { PeerLine, Sound } from './peer-line.ts';
import { Reconnects } from './reconnects.ts';

const line = (more: Partial<PhoneLine> = {}): PhoneLine => ({
  legId: 'leg',
  callId: 'call',
  direction: 'incoming',
  state: 'connected',
  peer: { name: 'Grace', number: '202', kind: 'person' },
  isElsewhere: false,
  isMuted: false,
  sinceMs: 0,
  ...more,
});
const phone = (...lines: PhoneLine[]): Phone => ({ me: { userId: 'ada', name: 'Ada', number: '201' }, lines, log: [] });

/** A peer that tells what became of it. */
class Peer {
  readonly did: string[] = [];
  isOpen = true;
  readonly microphone: unknown;
  readonly onSound: (sound: Sound) => void;

  constructor(microphone: unknown, onSound: (sound: Sound) => void = () => undefined) {
    this.microphone = microphone;
    this.onSound = onSound;
  }
  offer(): Promise<string> {
    return Promise.resolve('v=0 anew');
  }
  accept(answer: string): Promise<void> {
    return Promise.resolve(void this.did.push(`accepts ${answer}`));
  }
  mute(isMuted: boolean): void {
    if (isMuted) this.did.push('is muted');
  }
  leaveMicrophone(): void {
    this.did.push('leaves the microphone');
  }
  abandon(): void {
    this.did.push('is abandoned');
  }
  close(): void {
    this.isOpen = false;
    this.did.push('closes');
  }
}

let lines: OpenLines;
let first: Peer;
let opened: Peer[];
let asked: string[];
let troubles: string[];
let answer: () => Promise<string>;
let reconnects: Reconnects;

beforeEach(() => {
  [lines, first, opened, asked, troubles] = [new OpenLines(), new Peer('the microphone'), [], [], []];
  answer = () => Promise.resolve('v=0 answer');
  lines.adopt('leg', first as unknown as PeerLine);
  lines.mute('leg', true);
  reconnects = new Reconnects({
    lines,
    open: (microphone, onSound) => {
      const peer = new Peer(microphone, onSound);
      opened.push(peer);
      return peer as unknown as PeerLine;
    },
    ask: async (legId, offer) => (asked.push(`${legId}: ${offer}`), { legId, callId: 'other', answer: await answer() }),
    onChange: () => undefined,
    onTrouble: ({ message }) => troubles.push(message),
  });
});

const turn = (): Promise<void> => new Promise((done) => void setImmediate(done));

test('the new connection has the microphone and the mute of the old, which closes when the new is up', async () => {
  reconnects.follow(phone(line({ mustReconnect: true })));
  reconnects.follow(phone(line({ mustReconnect: true, isMuted: true })));
  await turn();
  expect(asked).toEqual(['leg: v=0 anew']);
  expect(opened[0]?.microphone).toBe('the microphone');
  expect(opened[0]?.did).toEqual(['is muted', 'accepts v=0 answer']);
  expect(lines.peer('leg')).toBe(opened[0]);
  expect(first.did.at(-1)).toBe('leaves the microphone');
  opened[0]?.onSound('flowing');
  expect(first.did.at(-1)).toBe('closes');
});

test('a line that needs it again later is connected again', async () => {
  for (const mustReconnect of [true, undefined, true]) {
    reconnects.follow(phone(line({ mustReconnect })));
    await turn();
  }
  expect(asked).toHaveLength(2);
});

test('what fails is told, tried again at the next news, and three times at most', async () => {
  answer = () => Promise.reject(new Error('no sound'));
  for (let i = 0; i < 5; i++) {
    reconnects.follow(phone(line({ mustReconnect: true })));
    await turn();
  }
  expect(asked).toHaveLength(3);
  expect(troubles).toHaveLength(3);
  expect(opened.every(({ did }) => did.includes('is abandoned'))).toBe(true);
  expect(lines.peer('leg')).toBe(first);
});

test('a line that is hung up meanwhile stays hung up', async () => {
  reconnects.follow(phone(line({ mustReconnect: true })));
  lines.drop('leg');
  await turn();
  expect(opened[0]?.did).toEqual(['is abandoned']);
  expect(lines.ids()).toEqual([]);
});

test('a line of another window is left alone', () => {
  reconnects.follow(phone(line({ legId: 'theirs', mustReconnect: true })));
  expect(opened).toEqual([]);
});

test('a line is connected anew when the network has changed under it, once, whatever the switchboard says meanwhile', async () => {
  const renewed = reconnects.renew('leg');
  // What was said before the switchboard knew, and after.
  reconnects.follow(phone(line()));
  reconnects.follow(phone(line({ mustReconnect: true })));
  await renewed;
  expect(asked).toEqual(['leg: v=0 anew']);
  opened[0]?.onSound('flowing');
  reconnects.follow(phone(line({ mustReconnect: true })));
  reconnects.follow(phone(line()));
  await turn();
  expect(asked).toHaveLength(1);
  await reconnects.renew('leg');
  expect(asked).toHaveLength(2);
});

test('a switchboard that will not have a line connected anew is left in peace', async () => {
  answer = () => Promise.reject(new LiveError({ code: 'switchboard/taken', message: 'The call has been taken.' }));
  await reconnects.renew('leg');
  expect([troubles, opened[0]?.did, lines.peer('leg')]).toEqual([[], ['is abandoned'], first]);
});

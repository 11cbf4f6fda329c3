/** Who is let in at a socket, what comes first on it, how it is replaced, and how it ends. */
import { PlatformError } from '../../../platforms/graph/errors.ts';
import { type Check, type Rule } from '../check.ts';
import { able, holds } from '../check-outcome.ts';
import type { CheckStage, OnCall } from '../check-stage.ts';
import { SOON_MS } from '../checked-socket.ts';
import { heardMs, tone } from '../check-sounds.ts';

const LIFE = 'the-life-of-a-session';
const reconnect: Rule = {
  anchor: LIFE,
  says: 'The new socket begins like the first: nothing is subscribed to, nothing is left to be said, and what the bot showed has ended.',
};
const statuses = (says: string): Rule => ({ anchor: 'opening-a-session', says });

export const socketChecks: readonly Check[] = [
  {
    name: 'no socket before there is a call',
    rule: statuses('the socket: no call has the session yet; it was no WebSocket'),
    async run(stage) {
      const status = await stage.refusal(await stage.session(), 'a socket of a session that no call has');
      holds(status === 425, `it was refused with ${String(status)}, and not with 425`);
    },
  },
  {
    name: 'no socket without the token',
    rule: {
      anchor: 'security',
      says: "Both the request and the socket carry the app's own token; a session is of the app and tenant that opened it, and is not found by any other.",
    },
    async run(stage) {
      const { session } = await stage.onCall();
      const without = await stage.refusal(session, 'a socket without a token', { headers: {} });
      holds(without === 401, `without a token the answer was ${String(without)}, and not 401`);
      const junk = await stage.refusal(session, 'a socket with a bad token', { headers: { authorization: 'Bearer junk' } });
      holds(junk === 401, `with a bad token the answer was ${String(junk)}, and not 401`);
    },
  },
  {
    name: 'no socket of another protocol',
    rule: statuses('another version, no JSON; on the socket: a wrong handshake'),
    async run(stage) {
      const { session } = await stage.onCall();
      const status = await stage.refusal(session, 'a socket of the protocol other.1', { protocol: 'other.1' });
      holds(status === 400, `it was refused with ${String(status)}, and not with 400`);
    },
  },
  {
    name: 'no socket of a session that there is not',
    rule: statuses('no such session of this app; it has expired, or its call is over'),
    async run(stage) {
      const { socketUrl } = await stage.session();
      const url = new URL(socketUrl);
      url.pathname += '0';
      const status = await stage.refusal({ socketUrl: url.href }, 'a socket of a session that there is not');
      holds(status === 404 || status === 410, `it was refused with ${String(status)}, and not with 404 or 410`);
    },
  },
  {
    name: 'ready is the first message, with a source and the time',
    rule: { anchor: LIFE, says: '**`ready`** is the first message on every socket.' },
    async run(stage) {
      const { socket, ready } = await stage.onCall();
      holds(socket.first === 'text' && socket.events[0]?.kind === 'ready', `the first message was ${socket.events[0]?.kind ?? 'no event'}`);
      holds(socket.told('ready').length === 1, 'ready was told more than once');
      holds(
        ready.sourceId > 0 && ready.sourceId % 4 === 0,
        `sourceId is ${String(ready.sourceId)}, and a sound's is a multiple of four and not 0`,
      );
      holds(Number.isSafeInteger(ready.nowUs), `nowUs is ${String(ready.nowUs)}, and no whole number below 2⁵³`);
    },
  },
  {
    name: 'the media clock goes as time does',
    rule: { anchor: 'from-the-carrier', says: '`nowUs` the media clock, from which all time stamps count' },
    async run(stage) {
      const { session, ready } = await stage.onCall();
      await stage.clock.sleep(2_000);
      const again = await stage.connect(session);
      const byClock = (again.ready.nowUs - ready.nowUs) / 1000;
      const passed = again.ready.atMs - ready.atMs;
      holds(Math.abs(byClock - passed) < 400, `within ${passed.toFixed(0)} ms nowUs went on by ${byClock.toFixed(0)} ms`);
      holds(again.ready.sourceId === ready.sourceId, 'the bot has another sourceId on its second socket');
    },
  },
  {
    name: 'another socket takes the place of the first',
    rule: { anchor: 'close-codes', says: 'another socket of the same session took its place' },
    async run(stage) {
      const { session, socket } = await stage.onCall();
      const second = await stage.connect(session);
      await socket.within(SOON_MS, () => socket.closed !== undefined);
      holds(
        socket.closed === 4000,
        `the first socket was ${socket.closed === undefined ? 'left open' : `closed with ${String(socket.closed)}`}, and not closed with 4000`,
      );
      await second.socket.isStillServed('it took the place of another');
    },
  },
  {
    name: 'a new socket is subscribed to nothing',
    rule: reconnect,
    async run(stage) {
      const { session, socket, person } = await stage.onCall();
      socket.order({ kind: 'hear', mixed: true, apart: 'all' });
      await socket.isStillServed('hear');
      const second = await stage.connect(session);
      await person.say(tone(440, 600));
      await stage.clock.sleep(500);
      holds(
        second.socket.frames.length === 0,
        `${String(second.socket.frames.length)} frames came on it, and hear was sent on the one before`,
      );
    },
  },
  {
    name: 'what waited to be said is not said after a reconnect',
    rule: reconnect,
    async run(stage) {
      const { session, socket, person } = await stage.onCall();
      const listen = able(person.listen, 'has nobody who listens');
      socket.say(tone(660, 8_000));
      await socket.within(500, () => socket.closed !== undefined);
      socket.close();
      await stage.clock.sleep(1_000);
      const { socket: second } = await stage.connect(session);
      await stage.clock.sleep(500);
      const heard = await listen();
      await stage.clock.sleep(1_500);
      const ms = heardMs(await heard(), 660);
      holds(ms < 100, `${String(ms)} ms of the sound of the socket before were heard after the new one was there`);
      await second.isStillServed('a reconnect');
    },
  },
  {
    name: 'a lost socket is waited for, and comes back',
    rule: { anchor: LIFE, says: 'The leg is silent meanwhile, and is given up after 10 s without a socket.' },
    async run(stage) {
      const { session, socket, person } = await stage.onCall();
      socket.close();
      await stage.clock.sleep(4_000);
      const { socket: again } = await stage.connect(session);
      again.order({ kind: 'hear', mixed: true, apart: 'none' });
      await again.isStillServed('hear');
      await person.say(tone(440, 600));
      holds(await again.within(SOON_MS, () => again.frames.length > 10), 'nothing was heard on the socket that came back');
    },
  },
  {
    name: 'a leg without a socket is given up',
    rule: { anchor: LIFE, says: 'The leg is silent meanwhile, and is given up after 10 s without a socket.' },
    async run(stage) {
      const { session, socket } = await stage.onCall();
      socket.close();
      await stage.clock.sleep(13_000);
      await isOver(stage, session, '13 s without a socket');
    },
  },
  {
    name: 'at the end ended is told and the socket closed, and no other is let in',
    rule: { anchor: LIFE, says: '**When the call is over** the carrier says `ended` and closes with 1000.' },
    async run(stage) {
      const { session, socket, end } = await stage.onCall();
      await end();
      await socket.within(SOON_MS, () => socket.closed !== undefined);
      holds(socket.closed !== undefined, 'the socket is still open after the call was ended');
      holds(socket.told('ended').length === 1, `ended was told ${String(socket.told('ended').length)} times`);
      holds(socket.events.at(-1)?.kind === 'ended', `the last message was ${socket.events.at(-1)?.kind ?? 'none'}, and not ended`);
      holds(socket.closed === 1000, `the socket was closed with ${String(socket.closed)}, and not with 1000`);
      await isOver(stage, session, 'the call was ended');
    },
  },
];

/** Refused with 404 or 410, or closed with 4004: the media process learns of it a moment before or after the door. */
async function isOver(stage: CheckStage, session: OnCall['session'], after: string): Promise<void> {
  const socket = await stage.open(session).catch((error: unknown) => {
    if (!(error instanceof PlatformError)) throw error;
    holds(
      error.status === 404 || error.status === 410,
      `after ${after} a socket was refused with ${String(error.status)}, and not with 404 or 410`,
    );
  });
  if (!socket) return;
  await socket.within(SOON_MS, () => socket.closed !== undefined);
  holds(
    socket.closed === 4004,
    `after ${after} a socket was let in, and ${socket.closed === undefined ? 'served' : `closed with ${String(socket.closed)}`}`,
  );
}

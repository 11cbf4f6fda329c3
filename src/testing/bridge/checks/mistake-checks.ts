/** What a bridge does with what it cannot use, and with captions, which it can. */
import { FRAME_HEADER_BYTES, frameHeader, writeFrameHeader, type FrameHeader } from '../../../wire/bridge/frame.ts';
import { type Check } from '../check.ts';
import { holds } from '../check-outcome.ts';
import { SOON_MS } from '../checked-socket.ts';

const TOLD = 'from-the-carrier';

export const mistakeChecks: readonly Check[] = [
  ...(
    [
      ['a text that is no JSON', '{"kind":'],
      ['an order of no known kind', '{"kind":"dance"}'],
      ['an order without its fields', '{"kind":"hear","mixed":true}'],
      ['an order with a field of the wrong type', '{"kind":"mark","name":7}'],
    ] as const
  ).map(([what, text]): Check => ({
    name: `${what} is a problem, and no more`,
    rule: { anchor: TOLD, says: 'a text that is no order; the message names the field' },
    run: (stage) => isRefused(stage, text, 'badMessage'),
  })),
  ...(
    [
      ['a binary message that is shorter than a header', new Uint8Array(10)],
      ['a frame of no known kind', frame({}, 640, 9)],
      ['a frame of the mix', frame({ kind: 'mixed' }, 640)],
      ['a frame of half the length', frame({ kind: 'sound' }, 320)],
    ] as const
  ).map(([what, bytes]): Check => ({
    name: `${what} is a problem, and no more`,
    rule: { anchor: TOLD, says: 'a binary frame that is none of this version, of a kind a bot does not send, or of a wrong length' },
    run: (stage) => isRefused(stage, bytes, 'badFrame'),
  })),
  {
    name: 'a hundred messages that are not understood end the socket',
    rule: { anchor: 'close-codes', says: 'a hundred messages were not understood' },
    async run(stage) {
      const { socket } = await stage.onCall();
      for (let i = 0; i < 90; i++) socket.raw('{"kind":"dance"}');
      await socket.isStillServed('90 messages that are not understood');
      for (let i = 0; i < 20; i++) socket.raw('{"kind":"dance"}');
      await socket.within(SOON_MS, () => socket.closed !== undefined);
      holds(
        socket.closed === 4400,
        `after 110 the socket was ${socket.closed === undefined ? 'left open' : `closed with ${String(socket.closed)}`}, and not closed with 4400`,
      );
    },
  },
  {
    name: 'captions are taken, and fields of a later version passed over',
    rule: {
      anchor: 'from-the-bot',
      says: 'a text for what that source says, or the bot itself. Interim texts of one id replace each other',
    },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      socket.order({ kind: 'caption', captionId: 'c1', text: 'Good', isFinal: false });
      socket.order({ kind: 'caption', captionId: 'c1', text: 'Good morning', isFinal: true, language: 'en-GB' });
      socket.order({ kind: 'caption', captionId: 'c2', sourceId: person.sourceId, text: 'Hello', isFinal: true });
      socket.raw('{"kind":"hear","mixed":false,"apart":"none","later":{"version":2}}');
      await socket.isStillServed('captions');
      holds(socket.told('problem').length === 0, `the problem “${socket.told('problem')[0]?.message ?? ''}” was told`);
    },
  },
];

async function isRefused(stage: Parameters<Check['run']>[0], message: string | Uint8Array, code: string): Promise<void> {
  const { socket } = await stage.onCall();
  socket.raw(message);
  await socket.within(SOON_MS, () => socket.told('problem').length > 0);
  const [problem] = socket.told('problem');
  holds(
    problem?.code === code,
    `it was answered with ${problem === undefined ? 'no problem' : `the problem ${problem.code}`}, and not with ${code}`,
  );
  holds(problem.message.length > 0, 'the problem has no message');
  await socket.isStillServed('it');
}

function frame(header: Partial<FrameHeader>, media: number, kind?: number): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + media);
  writeFrameHeader(bytes, { ...frameHeader(), ...header });
  if (kind !== undefined) bytes[0] = kind;
  return bytes;
}

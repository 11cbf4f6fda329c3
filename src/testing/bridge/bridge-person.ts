/** Somebody on a call who is another bot on the same bridge: all that a check asks of a person, where no real ones can be brought. */
import type { PictureKind } from '../../call/media.ts';
import type { Clock } from '../../base/clock.ts';
import type { BridgeSocket } from '../../platforms/graph/media/bridge-socket.ts';
import { SAMPLE_RATE } from '../../media/frame.ts';
import type { PersonOnCall } from './call-under-test.ts';
import { CheckedSocket, SOON_MS, type CheckedFrame } from './checked-socket.ts';
import { keyFrame, nextFrame } from './vp8-frame.ts';

/** So much is sent ahead, that an uneven timer makes no gaps. */
const AHEAD = SAMPLE_RATE / 2;
const PICTURE_MS = 100;
/** A key frame among so many. */
const KEY_EVERY = 10;

export type BridgePersonOptions = {
  readonly clock: Clock;
  /** Asks to be let show that, where one has to: in meetings Graph wants `changeScreenSharingRole` before a screen. */
  readonly mayShow?: ((of: PictureKind) => Promise<void>) | undefined;
};

/**
 * The socket is open, and nobody listens to it yet. A bridge that says and hears the same thing wrongly goes undetected by its own people:
 * real ones are better witnesses. Rejects when no `ready` comes.
 */
export async function bridgePerson(opened: BridgeSocket, { clock, mayShow }: BridgePersonOptions): Promise<PersonOnCall> {
  const socket = new CheckedSocket(opened, clock);
  await socket.within(SOON_MS, () => socket.told('ready').length > 0 || socket.closed !== undefined);
  const [ready] = socket.told('ready');
  if (!ready) throw new Error('the socket of somebody who is another bot said no ready');
  let marks = 0;
  return {
    source: async () => ready.sourceId,
    async say(samples) {
      socket.say(samples.subarray(0, AHEAD));
      await socket.stream(samples.subarray(AHEAD));
      const name = `said ${String(++marks)}`;
      socket.order({ kind: 'mark', name });
      await socket.within(SOON_MS, () => socket.told('marked').some((each) => each.name === name) || socket.closed !== undefined);
    },
    async press(key) {
      const pressId = `press ${String(++marks)}`;
      socket.order({ kind: 'press', pressId, keys: key });
      await socket.within(SOON_MS, () => socket.told('pressed').some((each) => each.pressId === pressId));
    },
    async listen() {
      socket.order({ kind: 'hear', mixed: true, apart: 'none' });
      await socket.isStillServed('hear');
      const from = socket.frames.length;
      return async () => {
        socket.order({ kind: 'hear', mixed: false, apart: 'none' });
        return inTime(socket.frames.slice(from).filter(({ header }) => header.kind === 'mixed'));
      };
    },
    async show(of) {
      await mayShow?.(of);
      return shown(socket, clock, of);
    },
    async watch(of) {
      const last = (): ReturnType<typeof socket.told<'pictures'>>[number] | undefined =>
        socket.told('pictures').findLast((each) => each.of === of && each.isOn);
      const isOn = (): boolean => {
        const on = last();
        return on !== undefined && socket.told('pictures').findLast((each) => each.sourceId === on.sourceId)?.isOn === true;
      };
      await socket.within(SOON_MS, isOn);
      const from = socket.frames.length;
      if (isOn()) socket.order({ kind: 'watch', pictures: [{ sourceId: last()?.sourceId ?? 0 }] });
      return async () => {
        socket.order({ kind: 'watch', pictures: [] });
        return socket.frames.slice(from).flatMap(({ header, media }) => (header.kind === of ? [media] : []));
      };
    },
  };
}

/** Shows pictures until what comes back is called; a key frame whenever one is wanted, too. */
function shown(socket: CheckedSocket, clock: Clock, of: PictureKind): () => Promise<void> {
  let isOn = true;
  let count = 0;
  let wanted = 0;
  const show = (): void => {
    if (!isOn || socket.closed !== undefined) return;
    const asked = socket.told('keyFrameWanted').filter((each) => each.of === of).length;
    const isKey = count++ % KEY_EVERY === 0 || asked > wanted;
    wanted = asked;
    socket.picture(of, isKey ? keyFrame : nextFrame);
    clock.after(PICTURE_MS, show);
  };
  show();
  return async () => {
    isOn = false;
    socket.order({ kind: 'stopPictures', of });
    await socket.isStillServed('stopPictures');
  };
}

/** Frames in their places, by their time stamps. */
function inTime(frames: readonly CheckedFrame[]): Int16Array {
  const startUs = frames[0]?.header.timestampUs ?? 0;
  const placeOf = ({ header }: CheckedFrame): number => Math.round(((header.timestampUs - startUs) * SAMPLE_RATE) / 1_000_000);
  const sound = new Int16Array(frames.reduce((end, frame) => Math.max(end, placeOf(frame) + frame.samples.length), 0));
  for (const frame of frames) if (placeOf(frame) >= 0) sound.set(frame.samples, placeOf(frame));
  return sound;
}

/** Pictures, both ways. Every check is skipped where there are none. */
import type { PictureKind } from '../../../call/media.ts';
import { type Check } from '../check.ts';
import { able, CheckSkipped, holds } from '../check-outcome.ts';
import type { CheckStage, OnCall } from '../check-stage.ts';
import { SOON_MS } from '../checked-socket.ts';
import { isKeyFrame, keyFrame, nextFrame, vp8Size } from '../vp8-frame.ts';

const BINARY = 'binary-frames';
const TOLD = 'from-the-carrier';
const NOBODY_SHOWS = 'has nobody who shows pictures';
const STEPS = { camera: 1, screen: 2 } as const;
/** A beginning of pictures can want a key frame of somebody who is far away. */
const BEGINS_MS = 6_000;

export const pictureChecks: readonly Check[] = [
  ...(['camera', 'screen'] as const).map((of): Check => ({
    name: `a ${of} that can be watched is told, and that it is over`,
    rule: { anchor: TOLD, says: 'that camera or screen (`of`) can be watched from now on, or no longer. After `ready` all that there are' },
    async run(stage) {
      const on = await withPictures(stage);
      const { stop, sourceId } = await shown(on, of);
      const again = await stage.connect(on.session);
      const isTold = (isOn: boolean): boolean =>
        again.socket.told('pictures').some((each) => each.sourceId === sourceId && each.of === of && each.isOn === isOn);
      holds(await again.socket.within(SOON_MS, () => isTold(true)), 'on a new socket what can be watched was not told again');
      await stop();
      holds(await again.socket.within(SOON_MS, () => isTold(false)), 'it was stopped, and no pictures with isOn false was told');
    },
  })),
  {
    name: 'pictures begin with a key frame, and are whole frames of VP8',
    rule: {
      anchor: BINARY,
      says: '**Pictures** are whole encoded frames of VP8 (RFC 6386), 2 MB at most. A stream to the bot begins with a key frame.',
    },
    async run(stage) {
      const on = await withPictures(stage);
      const { sourceId } = await shown(on, 'camera');
      const { socket } = on;
      socket.order({ kind: 'watch', pictures: [{ sourceId }] });
      const came = (): ReturnType<typeof socket.of> => socket.of('camera', sourceId);
      holds(await socket.within(BEGINS_MS, () => came().length >= 4), `${String(came().length)} frames came of what is watched`);
      const frames = came();
      holds(isKeyFrame(frames[0]?.media ?? new Uint8Array(1)), 'the first frame is no key frame');
      holds(frames[0]?.header.isFirst === true, 'the first frame is not marked as first');
      for (const [i, { header, media }] of frames.entries()) {
        const size = vp8Size(media);
        holds(header.isKeyFrame === isKeyFrame(media), `a frame says isKeyFrame ${String(header.isKeyFrame)}, and is not so in VP8`);
        holds(!header.isKeyFrame || size !== undefined, 'a key frame has no start code of VP8');
        holds(
          header.width === 0 || size === undefined || (size.width === header.width && size.height === header.height),
          'the size in the header is not that of the picture',
        );
        holds(header.codec === 'vp8' && header.level === 0, 'a frame of pictures has another codec than vp8, or a level');
        const before = frames[i - 1];
        if (!before) continue;
        holds(
          header.sequence === (before.header.sequence + 1) >>> 0,
          `after sequence ${String(before.header.sequence)} came ${String(header.sequence)}`,
        );
        holds(header.timestampUs >= before.header.timestampUs, 'a time stamp goes back');
      }
    },
  },
  {
    name: 'watch replaces what was watched',
    rule: { anchor: 'from-the-bot', says: 'which pictures to send; replaces what was said before.' },
    async run(stage) {
      const on = await withPictures(stage);
      const { sourceId } = await shown(on, 'camera');
      const { socket } = on;
      socket.order({ kind: 'watch', pictures: [{ sourceId, maxHeight: 180 }] });
      holds(await socket.within(BEGINS_MS, () => socket.of('camera', sourceId).length > 1), 'nothing came of what is watched');
      socket.order({ kind: 'watch', pictures: [] });
      await socket.isStillServed('watch');
      socket.forget();
      await stage.clock.sleep(1_500);
      holds(socket.frames.length === 0, `${String(socket.frames.length)} frames came after watch had taken back what was watched`);
    },
  },
  {
    name: 'pictures that nobody watches are not sent',
    rule: { anchor: 'the-life-of-a-session', says: 'Nothing is subscribed to yet.' },
    async run(stage) {
      const on = await withPictures(stage);
      await shown(on, 'camera');
      await stage.clock.sleep(1_000);
      holds(on.socket.frames.length === 0, `${String(on.socket.frames.length)} frames came before watch was sent`);
    },
  },
  {
    name: 'more pictures than the limit are refused',
    rule: { anchor: TOLD, says: 'more pictures, marks or keys than there may be' },
    async run(stage) {
      const { socket, session, person } = await withPictures(stage);
      const pictures = Array.from({ length: session.limits.pictures + 1 }, () => ({ sourceId: person.sourceId + STEPS.camera }));
      if (pictures.length > 100) throw new CheckSkipped(`limits.pictures is ${String(session.limits.pictures)}, and 100 can be asked for`);
      socket.order({ kind: 'watch', pictures });
      await isProblem(socket, 'overLimit', `${String(pictures.length)} pictures were asked for at once`);
    },
  },
  {
    name: 'a picture of nobody is told',
    rule: { anchor: TOLD, says: 'a picture of somebody who is not here (yet); it is shown if she comes' },
    async run(stage) {
      const { socket } = await withPictures(stage);
      socket.order({ kind: 'watch', pictures: [{ sourceId: 0xffff_fff1 }] });
      await isProblem(socket, 'unknownSource', 'a picture of source 4294967281 was asked for');
    },
  },
  {
    name: 'what the bot shows is asked for by a key frame, and seen',
    rule: { anchor: TOLD, says: 'somebody has to see what the bot shows from its beginning: send a key frame soon' },
    async run(stage) {
      const { socket, person } = await withPictures(stage);
      const watch = able(person.watch, 'has nobody who watches');
      const show = (): void => {
        socket.picture('camera', keyFrame);
        socket.picture('camera', nextFrame);
      };
      show();
      const seen = await watch('camera');
      holds(
        await socket.within(BEGINS_MS, () => socket.told('keyFrameWanted').some(({ of }) => of === 'camera')),
        'somebody began to watch, and keyFrameWanted was not told',
      );
      for (let i = 0; i < 10; i++) {
        show();
        await stage.clock.sleep(100);
      }
      const frames = await seen();
      holds(
        frames.some((frame) => Buffer.compare(frame, keyFrame) === 0),
        `${String(frames.length)} frames were seen, and the key frame that was sent is not among them`,
      );
      await socket.isStillServed('what it showed');
    },
  },
  {
    name: 'stopPictures ends what the bot shows',
    rule: { anchor: 'from-the-bot', says: 'what the bot showed as `camera` or `screen` is over' },
    async run(stage) {
      const { socket, person } = await withPictures(stage);
      const watch = able(person.watch, 'has nobody who watches');
      socket.picture('camera', keyFrame);
      const first = await watch('camera');
      for (let i = 0; i < 10; i++) {
        socket.picture('camera', keyFrame);
        await stage.clock.sleep(100);
      }
      holds((await first()).length > 0, 'nothing was seen of what the bot shows');
      socket.order({ kind: 'stopPictures', of: 'camera' });
      await socket.isStillServed('stopPictures');
      holds(socket.told('problem').length === 0, `the problem ${socket.told('problem')[0]?.message ?? ''} was told`);
      await stage.clock.sleep(500);
      const second = await watch('camera');
      await stage.clock.sleep(1_500);
      const frames = await second();
      holds(frames.length === 0, `${String(frames.length)} frames were seen after stopPictures`);
    },
  },
];

async function withPictures(stage: CheckStage): Promise<OnCall> {
  const on = await stage.onCall();
  if (on.session.limits.pictures === 0) throw new CheckSkipped('limits.pictures is 0');
  return on;
}

/** Somebody shows pictures, and the bot was told so. */
async function shown(
  { person, socket }: OnCall,
  of: PictureKind,
): Promise<{ readonly stop: () => Promise<void>; readonly sourceId: number }> {
  const stop = await able(person.show, NOBODY_SHOWS)(of);
  const sourceId = person.sourceId + STEPS[of];
  const isTold = (): boolean => socket.told('pictures').some((each) => each.of === of && each.sourceId === sourceId && each.isOn);
  const told = await socket.within(BEGINS_MS, isTold);
  const others = socket.told('pictures').map((each) => `${each.of} ${String(each.sourceId)}`);
  holds(
    told,
    `a ${of} is shown by ${String(person.sourceId)}, and pictures of ${String(sourceId)} was not told${others.length > 0 ? `, but ${others.join(', ')}` : ''}`,
  );
  return { stop, sourceId };
}

async function isProblem(socket: OnCall['socket'], code: string, what: string): Promise<void> {
  await socket.within(SOON_MS, () => socket.told('problem').length > 0);
  const told = socket.told('problem')[0]?.code;
  holds(told === code, `${what}, and the problem told is ${String(told)}, and not ${code}`);
  await socket.isStillServed(what);
}

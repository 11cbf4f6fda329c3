/** What a bot hears: when, of whom, and how it is framed. */
import { FRAME_MS } from '../../../media/frame.ts';
import { toneDb } from '../../../media/goertzel.ts';
import { levelDb } from '../../../media/level.ts';
import { joined } from '../../../media/tones.ts';
import { type Check, type Rule } from '../check.ts';
import { able, CheckSkipped, holds } from '../check-outcome.ts';
import type { OnCall } from '../check-stage.ts';
import { SOON_MS, type CheckedFrame } from '../checked-socket.ts';
import { tone, voice } from '../check-sounds.ts';

const BINARY = 'binary-frames';
const TICK_US = FRAME_MS * 1000;
const ticks: Rule = { anchor: BINARY, says: 'Time stamps of sound are whole ticks of 20 ms, alike in all streams of a call.' };
const hear: Rule = {
  anchor: 'from-the-bot',
  says: 'which sound to send: the mix of all others (`true`, `false`), and sources apart (`"none"`, `"all"`, or up to 1,000 numbers).',
};
const apart: Rule = {
  anchor: 'whom-it-hears-apart',
  says: 'Where `limits.soundsApart` is a number, only so many speak at once in streams of their own (the mix has them all).',
};

export const hearingChecks: readonly Check[] = [
  {
    name: 'nothing is sent before it was asked for',
    rule: { anchor: 'the-life-of-a-session', says: 'Nothing is subscribed to yet.' },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      await person.say(tone(440, 600));
      await stage.clock.sleep(400);
      holds(socket.frames.length === 0, `${String(socket.frames.length)} frames came before hear was sent`);
    },
  },
  {
    name: 'the mix has what others say, in frames of the right shape',
    rule: {
      anchor: BINARY,
      says: '**Sound** is 20 ms of PCM: 16 kHz, 16 bit, signed, little endian, one channel; 640 bytes, neither more nor less.',
    },
    async run(stage) {
      const on = await stage.onCall();
      const frames = await mixOf(on, tone(440, 1_000));
      for (const { header, media } of frames) {
        holds(media.length === 640, `a frame has ${String(media.length)} bytes of media, and not 640`);
        holds(header.codec === 'pcm16', `a frame of the mix has the codec ${header.codec}`);
        holds(header.sourceId === 0, `a frame of the mix has source ${String(header.sourceId)}`);
        holds(!header.isKeyFrame && header.width === 0 && header.height === 0, 'a frame of sound has the flag of key frames, or a size');
      }
      const clear = frames.filter(({ samples }) => toneDb(samples, 440) > levelDb(samples) - 3 && levelDb(samples) > -35).length;
      holds(clear >= 40, `of 50 frames of a tone of 440 Hz it is heard in ${String(clear)}`);
      holds(on.socket.odd.length === 0, `what came is neither an event nor a frame: ${on.socket.odd[0] ?? ''}`);
    },
  },
  {
    name: 'sequence numbers go up by one',
    rule: { anchor: BINARY, says: 'up by one with each frame of its stream, from any number, round at 2³²' },
    async run(stage) {
      const frames = await mixOf(await stage.onCall(), tone(440, 1_000));
      for (const [before, { header }] of pairs(frames))
        holds(
          header.sequence === (before.header.sequence + 1) >>> 0,
          `after ${String(before.header.sequence)} came ${String(header.sequence)}`,
        );
    },
  },
  {
    name: 'time stamps are ticks of the media clock',
    rule: ticks,
    async run(stage) {
      const on = await stage.onCall();
      const frames = await mixOf(on, tone(440, 1_000));
      for (const { header } of frames) {
        holds(header.timestampUs % TICK_US === 0, `${String(header.timestampUs)} µs is no whole tick of 20 ms`);
      }
      for (const [before, { header }] of pairs(frames)) {
        const step = header.timestampUs - before.header.timestampUs;
        holds(
          header.isFirst ? step >= TICK_US : step === TICK_US,
          `from one frame to the next the time stamp went on by ${String(step)} µs`,
        );
      }
      const [first] = frames;
      const offMs = first ? (first.header.timestampUs - on.ready.nowUs) / 1000 - (first.atMs - on.ready.atMs) : 0;
      holds(Math.abs(offMs) < 1_000, `the first frame lies ${offMs.toFixed(0)} ms off the clock that ready told`);
    },
  },
  {
    name: 'silence has no frames, and the first after it is marked',
    rule: {
      anchor: BINARY,
      says: 'Ticks in which nothing is said have no frame: the gap is in the time stamps, and the frame after it is marked as first.',
    },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      socket.order({ kind: 'hear', mixed: true, apart: 'none' });
      await socket.isStillServed('hear');
      await person.say(tone(440, 500));
      await stage.clock.sleep(3_500);
      const silentMs = stage.clock.now() - (socket.of('mixed').at(-1)?.atMs ?? 0);
      holds(silentMs > 1_000, `in 3.5 s of silence frames came on: the last ${silentMs.toFixed(0)} ms ago`);
      await person.say(tone(440, 500));
      await socket.within(SOON_MS, () => socket.of('mixed').length >= 40);
      const frames = socket.of('mixed');
      holds(frames[0]?.header.isFirst === true, 'the first frame of the stream is not marked as first');
      let gaps = 0;
      for (const [before, { header }] of pairs(frames)) {
        const isGap = header.timestampUs - before.header.timestampUs > TICK_US;
        if (isGap) gaps++;
        holds(
          header.isFirst === isGap,
          isGap ? 'the first frame after a gap is not marked as first' : 'a frame without a gap before it is marked as first',
        );
      }
      holds(gaps > 0, 'between two sounds with 3.5 s of silence there is no gap in the time stamps');
    },
  },
  {
    name: 'the level is how loud a frame is',
    rule: { anchor: BINARY, says: 'loudness of sound in −dBov, 0 to 127 (RFC 6464: 127 is silence); 0 for pictures' },
    async run(stage) {
      const frames = await mixOf(await stage.onCall(), joined([tone(440, 500, 0.3), tone(440, 500, 0.03)]));
      const loud = frames.filter(({ samples }) => levelDb(samples) > -50);
      for (const { header, samples } of loud) {
        const is = -levelDb(samples);
        holds(Math.abs(header.level - is) <= 6, `a frame of −${is.toFixed(0)} dBov says −${String(header.level)}`);
      }
      const said = loud.map(({ header }) => header.level);
      holds(Math.max(...said) - Math.min(...said) > 10, 'two tones of which one is 20 dB softer have much the same level');
    },
  },
  {
    name: 'speech is marked in frames',
    rule: { anchor: BINARY, says: '1 key frame (pictures); 2 somebody speaks in it (sound); 4 first of its stream, or first after a gap' },
    async run(stage) {
      const frames = await mixOf(await stage.onCall(), voice(2_000));
      const speech = frames.filter(({ header }) => header.isSpeech).length;
      holds(speech >= 30, `somebody spoke for 2 s, and ${String(speech)} frames of ${String(frames.length)} say so`);
    },
  },
  {
    name: 'hear replaces what was asked before',
    rule: hear,
    async run(stage) {
      const { socket, person } = await stage.onCall();
      socket.order({ kind: 'hear', mixed: true, apart: 'none' });
      socket.order({ kind: 'hear', mixed: false, apart: 'none' });
      await socket.isStillServed('hear');
      await person.say(tone(440, 600));
      await stage.clock.sleep(400);
      holds(socket.frames.length === 0, `${String(socket.frames.length)} frames came after hear had taken back the mix`);
    },
  },
  {
    name: 'each is heard apart, by her number',
    rule: { anchor: BINARY, says: '1 `mixed`, 2 `sound`, 3 `camera`, 4 `screen`. What a bot says is 2' },
    async run(stage) {
      const { session, socket, people: all } = await stage.onCall(2);
      if (session.limits.soundsApart === 0) throw new CheckSkipped('limits.soundsApart is 0: nobody is heard apart');
      const people = all.slice(0, session.limits.soundsApart === 1 ? 1 : 2);
      const pitches = [440, 880];
      socket.order({ kind: 'hear', mixed: false, apart: 'all' });
      await socket.isStillServed('hear');
      await Promise.all(people.map((person, i) => person.say(tone(pitches[i] ?? 0, 1_000))));
      await socket.within(SOON_MS, () => people.every(({ sourceId }) => socket.of('sound', sourceId).length >= 40));
      for (const [i, { sourceId }] of people.entries()) {
        const own = pitches[i] ?? 0;
        const frames = socket.of('sound', sourceId).filter(({ samples }) => levelDb(samples) > -35);
        holds(frames.length >= 30, `of source ${String(sourceId)} ${String(frames.length)} loud frames came, and 50 were said`);
        const others = frames.filter(({ samples }) => toneDb(samples, own) < levelDb(samples) - 3).length;
        holds(
          others < 5,
          `source ${String(sourceId)} said ${String(own)} Hz, and something else is heard in ${String(others)} of its frames`,
        );
      }
      holds(socket.of('mixed').length === 0, 'the mix came, and it was not asked for');
    },
  },
  {
    name: 'one who is asked for is heard apart, and nobody else',
    rule: hear,
    async run(stage) {
      const { session, socket, people } = await stage.onCall(2);
      if (session.limits.soundsApart === 0) throw new CheckSkipped('limits.soundsApart is 0: nobody is heard apart');
      const [one, other] = [able(people[0], 'has nobody'), able(people[1], 'has one alone')];
      socket.order({ kind: 'hear', mixed: false, apart: [other.sourceId] });
      await socket.isStillServed('hear');
      await one.say(tone(440, 500));
      await other.say(tone(880, 500));
      holds(
        await socket.within(SOON_MS, () => socket.of('sound', other.sourceId).length >= 20),
        'the source that was asked for was not heard',
      );
      holds(socket.of('sound', one.sourceId).length === 0, 'a source was heard that was not asked for');
    },
  },
  {
    name: 'no more are heard apart than the limit says',
    rule: apart,
    async run(stage) {
      const { limits } = await stage.session();
      if (typeof limits.soundsApart !== 'number') throw new CheckSkipped('limits.soundsApart is all');
      const { socket, people } = await stage.onCall(limits.soundsApart + 1);
      socket.order({ kind: 'hear', mixed: false, apart: 'all' });
      await socket.isStillServed('hear');
      await Promise.all(people.map((person, i) => person.say(tone(400 + 100 * i, 1_000))));
      await stage.clock.sleep(500);
      const atOnce = new Map<number, number>();
      for (const { header } of socket.frames) atOnce.set(header.timestampUs, (atOnce.get(header.timestampUs) ?? 0) + 1);
      const most = Math.max(0, ...atOnce.values());
      holds(
        most === limits.soundsApart,
        `${String(most)} were heard apart at the same tick, and the limit is ${String(limits.soundsApart)}`,
      );
    },
  },
];

/** What comes of the mix while somebody says that. */
async function mixOf({ socket, person }: OnCall, sound: Int16Array): Promise<CheckedFrame[]> {
  socket.order({ kind: 'hear', mixed: true, apart: 'none' });
  await socket.isStillServed('hear');
  await person.say(sound);
  const wanted = Math.floor(sound.length / 320) - 5;
  await socket.within(SOON_MS, () => socket.of('mixed').length >= wanted);
  const frames = socket.of('mixed');
  holds(frames.length >= wanted, `of ${String(wanted + 5)} frames that were said ${String(frames.length)} came`);
  return frames;
}

function pairs(frames: readonly CheckedFrame[]): (readonly [CheckedFrame, CheckedFrame])[] {
  return frames.slice(1).map((frame, i) => [frames[i] as CheckedFrame, frame] as const);
}

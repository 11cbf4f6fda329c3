/** Bots with media of their own in a lab: the real bridge, the real engine, and what is heard. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { MediaNeed } from '../../call/media.ts';
import { defineBot, type Bot } from '../../bot/bot.ts';
import type { Lab } from '../lab.ts';
import type { Line } from '../people/line.ts';
import { withLab } from '../with-lab.ts';

const calling = (bot: Bot, story: (line: Line, lab: Lab) => Promise<void>): Promise<void> =>
  withLab({ bots: [bot], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.isAnswered();
    await story(line, lab);
  });
const withSound = (onCall: Bot['onCall'], needs: readonly MediaNeed[] = ['sound']): Bot => defineBot({ name: 'live', needs, onCall });

async function* endless(): AsyncGenerator<Int16Array> {
  for (;;) yield await Promise.resolve(new Int16Array(320));
}

test('a bot gives back what it hears, as it comes', () =>
  calling(
    withSound(async (call) => {
      await call.answer();
      await call.speak(call.audio);
    }),
    async (line) => {
      const saying = line.says('Every word comes back.');
      await line.hears('Every word comes back.', { within: '10 s' });
      await saying;
      await line.hangsUp();
    },
  ));

test('speaking from a source that has no end is over with the call', async () => {
  const outcomes: string[] = [];
  const bot = withSound(async (call) => {
    await call.answer();
    outcomes.push((await call.speak(endless())).kind);
    outcomes.push((await call.speak(endless())).kind);
  });
  await calling(bot, async (line, lab) => {
    await lab.pass('2 s');
    await line.hangsUp();
  });
  expect(outcomes).toEqual(['ended', 'ended']);
});

test('saying, asking, recording and pressing go over the bridge as they go without', () =>
  calling(
    withSound(async (call) => {
      await call.answer();
      const answer = await call.ask({ prompt: 'Press one or two.', keys: ['1', '2'] });
      await call.say(answer.kind === 'key' ? `You pressed ${answer.key}.` : 'You pressed nothing.');
      const heard = await call.recordAnswer({ prompt: 'Speak after the tone.', silenceMs: 2_000 });
      if (heard.kind === 'recorded') await call.say(['You said:', { wav: heard.wav }]);
      await call.press('42#');
      await call.say('Goodbye.');
    }),
    async (line) => {
      await line.hears('Press one');
      await line.presses('2');
      await line.hears('You pressed 2.');
      await line.hears('(tone)');
      await line.says('This is my message.');
      await line.hears('You said:');
      await line.hears('This is my message.');
      await line.hearsKeys('42#');
      await line.hears('Goodbye.');
      await line.isHungUpOn();
    },
  ));

test('what is said stops within a moment when the caller begins to speak', () =>
  calling(
    withSound(async (call) => {
      await call.answer();
      const stop = new AbortController();
      call.facts.on('speakingChanged', ({ participantIds }) => participantIds.length > 0 && stop.abort(), { signal: call.signal });
      await call
        .say('This is a very long sentence that nobody wants to hear to its end, so it goes on and on and on.', { signal: stop.signal })
        .catch(() => undefined);
      await call.say('Yes?');
      await call.recordAnswer({ beep: false, silenceMs: 1_000 });
    }),
    async (line) => {
      const { stoppedAfterMs } = await line.interrupts({ saying: 'Stop, please.' }, { during: 'This is a very long' });
      expect(stoppedAfterMs).toBeLessThan(600);
      await line.hears('Yes?');
      await line.isHungUpOn();
    },
  ));

test('each participant is heard alone, and who speaks is known', () => {
  const heard: { name: string; ms: number }[] = [];
  const bot = withSound(
    async (call) => {
      await call.answer();
      await call.invite({ user: 'a0000000-0000-4000-8000-000000000202' });
      await Promise.all(
        call.participants
          .filter(({ isSelf }) => !isSelf)
          .map(async ({ id, party }) => {
            const one = { name: party.name ?? '', ms: 0 };
            heard.push(one);
            for await (const { isGap } of call.participant(id)?.hear({ gaps: 'left' }) ?? []) if (!isGap) one.ms += 20;
          }),
      );
    },
    ['soundApart'],
  );
  return calling(bot, async (line, lab) => {
    const grace = await lab.person('Grace').answers();
    await lab.pass('2 s');
    await line.says('I am Ada, and I talk for quite a while now.');
    await grace.says('I am Grace.');
    await lab.pass('1 s');
    await line.hangsUp();
    await grace.hangsUp();
    await lab.pass('2 s');
    expect(heard.map(({ name }) => name).sort()).toEqual(['Ada Lovelace', 'Grace Hopper']);
    const msOf = (name: string): number => heard.find((each) => each.name === name)?.ms ?? 0;
    expect(msOf('Ada Lovelace')).toBeGreaterThan(msOf('Grace Hopper'));
    expect(msOf('Grace Hopper')).toBeGreaterThan(300);
  });
});

test('asking for more than was said names what to say', () =>
  calling(
    defineBot({
      name: 'needy',
      async onCall(call) {
        await call.answer();
        expect(() => call.audio[Symbol.asyncIterator]()).toThrow("defineBot({ needs: ['sound'] })");
        expect(() => call.media).toThrow("defineBot({ needs: ['sound'] })");
        await expect(call.speak(new Int16Array(320))).rejects.toMatchObject({ code: 'bot/no-media' });
      },
    }),
    async (line) => line.isHungUpOn(),
  ));

test('a bot reads and writes the chat of its call, and hears what others write', () => {
  const told: string[] = [];
  return calling(
    defineBot({
      name: 'scribe',
      async onCall(call) {
        await call.answer();
        expect(() => call.chat).toThrow(/in group calls and meetings/);
        await call.invite({ user: 'a0000000-0000-4000-8000-000000000202' });
        call.facts.on('messagePosted', ({ message }) => told.push(`${message.from.isSelf ? 'I' : 'others'}: ${message.text}`), {
          signal: call.signal,
        });
        await call.chat.post('I take notes.');
        const [first] = await call.chat.read();
        await call.say(`It says: ${first?.text ?? 'nothing'}`);
        await call.recordAnswer({ beep: false, silenceMs: 10_000 });
      },
    }),
    async (line, lab) => {
      await lab.person('Grace').answers();
      await line.hears('It says: I take notes.');
      await lab.pass('3 s');
      expect(told).toEqual(['I: I take notes.']);
      await line.hangsUp();
    },
  );
});

test.skipIf(spawnSync('ffmpeg', ['-version']).error !== undefined)(
  'a bot sees the slides that another shares, and that they are over',
  async () => {
    const seen: string[] = [];
    const watcher = defineBot({
      name: 'watcher',
      needs: ['pictures'],
      async onCall(call) {
        call.facts.on('picturesChanged', ({ of, isOn }) => seen.push(`${of} ${isOn ? 'on' : 'off'}`), { signal: call.signal });
        await call.answer();
        const shown = call.media.shown[0] ?? (await call.facts.next('picturesChanged', { signal: call.signal }));
        for await (const { isKeyFrame, width, height, data } of call.media.watch(shown.participantId, shown.of)) {
          seen.push(
            `${isKeyFrame ? 'key frame' : 'frame'} ${String(width)} × ${String(height)}, ${data.length > 1_000 ? 'whole' : 'cut off'}`,
          );
          if (seen.length > 2) break;
        }
        await call.recordAnswer({ beep: false, silenceMs: 20_000 });
      },
    });
    const sharer = defineBot({
      name: 'sharer',
      needs: ['pictures'],
      async onCall(call) {
        await call.answer();
        const shared = call.share({ slides: [new URL('../../../examples/slides/one.png', import.meta.url)] });
        await call.invite({ app: 'b0000000-0000-4000-8000-000000000101' });
        await call.recordAnswer({ beep: false, silenceMs: 8_000 });
        shared.stop();
        expect(await shared.done).toEqual({ kind: 'stopped' });
        await call.recordAnswer({ beep: false, silenceMs: 1_000 });
      },
    });
    await withLab({ bots: [sharer, watcher], voice: 'built-in', codec: 'l16' }, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.isAnswered();
      await lab.pass('14 s');
      await line.hangsUp();
    });
    expect(seen.slice(0, 3)).toEqual(['screen on', 'key frame 1280 × 720, whole', 'key frame 1280 × 720, whole']);
    expect(seen).toContain('screen off');
  },
);

test('listening to one alone is over when they leave, and the call goes on', () => {
  let [frames, ends] = [0, 0];
  const bot = withSound(
    async (meeting) => {
      await meeting.answer();
      meeting.facts.on('participantJoined', ({ participant }) => {
        if (participant.party.id !== graceId) return;
        void (async () => {
          for await (const frame of meeting.participant(participant)?.audio ?? []) frames += frame.isGap ? 0 : 1;
          ends += 1;
          await meeting.say('Grace is gone.');
        })();
      });
      await meeting.facts.next('participantLeft', { matches: ({ participant }) => participant.party.id === adaId }).catch(() => undefined);
    },
    ['sound', 'soundApart'],
  );
  const graceId = 'a0000000-0000-4000-8000-000000000202';
  const adaId = 'a0000000-0000-4000-8000-000000000201';
  return withLab({ bots: [bot], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const meeting = await lab.meeting();
    const ada = await lab.person('Ada').joins(meeting);
    await ada.invites('100');
    await lab.until(() =>
      lab.house.carrier.switchboard.calls().some(({ legs }) => legs.some(({ kind, state }) => kind === 'app' && state === 'connected')),
    );
    const grace = await lab.person('Grace').joins(meeting);
    await grace.says('Here I am.');
    await grace.hangsUp();
    await ada.hears('Grace is gone.', { within: '10 s' });
    expect(frames).toBeGreaterThan(10);
    expect(ends).toBe(1);
    await ada.hangsUp();
  });
});

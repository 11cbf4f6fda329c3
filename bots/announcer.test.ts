/** The announcer in the lab: what is heard, and which slides arrive. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decoded, defineBot, writeWav, type Bot, type PictureFrame } from 'rollcall';
import { withLab, type Lab, type Line } from 'rollcall/testing';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { talk } from '../src/testing/test-stage.ts';
import { announcer, bot as announcerBot, programOf } from './announcer.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined;
const quick = { voice: 'built-in', codec: 'l16' } as const;

const calling = (bot: Bot, story: (line: Line, lab: Lab) => Promise<void>): Promise<void> =>
  withLab({ bots: [bot], ...quick }, async (lab) => story(await lab.person('Ada').dial('100'), lab));

/** Ada and Grace are in a meeting, and Ada has rung the bot into it. */
const meeting = (bots: readonly Bot[], story: (room: { lab: Lab; ada: Line; grace: Line }) => Promise<void>): Promise<void> =>
  withLab({ bots: bots, ...quick }, async (lab) => {
    const planned = await lab.meeting();
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await story({ lab, ada, grace });
  });

/** The average colour of each picture, one after the other, as sixteen levels. */
async function coloursOf(frames: readonly PictureFrame[]): Promise<readonly string[]> {
  const colours: string[] = [];
  const all = async function* (): AsyncGenerator<PictureFrame> {
    yield* frames;
  };
  for await (const { data } of decoded(all(), { width: 1, height: 1 })) colours.push([...data].map((level) => level >> 4).join());
  return colours.filter((colour, at) => colour !== colours[at - 1]);
}

/** A bot that keeps what somebody else in the meeting shows. */
function viewer(frames: PictureFrame[]): Bot {
  return defineBot({
    name: 'viewer',
    needs: ['pictures'],
    async onCall(call, { clock }) {
      await call.answer();
      await clock.sleep(500);
      const other = call.participants.find(({ party, isSelf }) => party.kind === 'app' && !isSelf);
      const gone = new AbortController();
      call.facts.on('participantLeft', ({ participant }) => participant.id === other?.id && gone.abort());
      const screen = other && call.participant(other)?.watch('screen', { signal: gone.signal });
      try {
        for await (const frame of screen ?? []) frames.push(frame);
      } catch (error) {
        if (!gone.signal.aborted) throw error;
      }
    },
  });
}

const scratch = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'announcer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

afterEach(() => vi.unstubAllEnvs());

describe('announcer', () => {
  test('speaks, tells its keys, begins again on 1 in the middle of a sentence, and leaves on 9', () =>
    calling(announcerBot, async (line) => {
      await line.hears('This is the announcer.');
      await line.hears('Press 1 to hear it again, 2 for the next slide');
      await line.presses('1');
      await line.interrupts({ pressing: '1' }, { during: 'What you give me I play' });
      await line.hears('This is the announcer.');
      await line.presses('9');
      await line.hears('Goodbye.');
      await line.isHungUpOn();
    }));

  test.skipIf(!hasFfmpeg)('shows its slides in a meeting, turned by keys of anybody', async () => {
    const frames: PictureFrame[] = [];
    await meeting([announcerBot, viewer(frames)], async ({ lab, ada, grace }) => {
      await ada.invites('101');
      await grace.hears('This is the announcer.');
      await grace.hears('9 to send me away.');
      expect(await grace.sees('announcer', { of: 'screen' })).toMatchObject({ width: 1_280, height: 720 });
      await grace.presses('2');
      await lab.pass('3 s');
      await ada.presses('2');
      await lab.pass('3 s');
      await ada.presses('3');
      await lab.pass('3 s');
      await ada.presses('9');
      await grace.hears('Goodbye.');
      await lab.pass('1 s');
    });
    const [first, second, third, ...more] = await coloursOf(frames);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(more).toEqual([second]);
  });

  test('leaves a meeting in which it is alone', () =>
    meeting([announcerBot], async ({ lab, ada, grace }) => {
      await grace.hears('This is the announcer.');
      await ada.leaves();
      await lab.pass('30 s');
      expect(grace.ended).toBeUndefined();
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(1);
      await grace.leaves();
      await lab.pass('30 s');
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
    }));

  test.skipIf(!hasFfmpeg)('plays a file that is named, whatever its kind, and is begun again by a key', async () => {
    const file = join(await scratch(), 'song.mp3');
    expect(spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=500:duration=4', file]).status).toBe(0);
    await calling(
      announcer(() => programOf(file)),
      async (line) => {
        await line.hearsLevel({ least: -40 });
        await line.hears('Press 1 to hear it again, or 9');
        await line.presses('1');
        await line.hearsLevel({ least: -40 });
        await line.presses('9');
        await line.hears('Goodbye.');
        await line.isHungUpOn();
      },
    );
  });

  test.skipIf(!hasFfmpeg)('shows a video to all in a meeting, and is heard with it', async () => {
    const file = join(await scratch(), 'film.mp4');
    const sources = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=6', '-f', 'lavfi', '-i', 'sine=frequency=500:duration=6'];
    expect(spawnSync('ffmpeg', ['-v', 'error', ...sources, '-pix_fmt', 'yuv420p', file]).status).toBe(0);
    await meeting([announcer(() => programOf(file))], async ({ lab, ada, grace }) => {
      expect(await ada.sees('announcer', { of: 'screen' })).toMatchObject({ width: 320, height: 240 });
      await grace.hearsLevel({ least: -40 });
      await grace.hears('Press 1 to hear it again, or 9');
      await lab.pass('1 s');
      await ada.seesNothingOf('announcer', { of: 'screen' });
      await grace.presses('9');
      await grace.hears('Goodbye.');
    });
  });

  test('says so when ffmpeg is missing, plays WAV files nevertheless, and goes on', async () => {
    const folder = await scratch();
    const tune = talk(2_000);
    await writeFile(join(folder, 'tune.wav'), writeWav(tune));
    await writeFile(join(folder, 'tune.mp3'), '');
    vi.stubEnv('PATH', folder);
    const playing = (file: string, story: (line: Line, lab: Lab) => Promise<void>): Promise<void> =>
      calling(
        announcer(async () => ({ ...(await programOf(join(folder, file))), slides: ['one.png'] })),
        story,
      );
    await playing('tune.wav', async (line, lab) => {
      lab.knows('the tune', tune);
      await line.hears('the tune');
      await line.hears('The slides cannot be played without the program ffmpeg.');
      await line.presses('9');
      await line.isHungUpOn();
    });
    await playing('tune.mp3', async (line) => {
      await line.hears('The announcement cannot be played without the program ffmpeg.');
      await line.presses('9');
      await line.isHungUpOn();
    });
  });

  test('takes the slides of a folder in the order of their names, and nothing else', async () => {
    const folder = await scratch();
    for (const name of ['b.png', 'a.PNG', 'notes.txt']) await writeFile(join(folder, name), '');
    expect(await programOf(folder)).toEqual({
      announcement: { says: 'Here are 2 slides for you.' },
      slides: [join(folder, 'a.PNG'), join(folder, 'b.png')],
    });
    await expect(programOf(join(folder, 'missing.wav'))).rejects.toThrow('missing.wav');
  });
});

/** What people do in a meeting beside talking: pictures, hands, chat, captions and what presenters do with others. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { defineBot, type Bot } from '../../bot/bot.ts';
import type { Lab } from '../lab.ts';
import { staged } from '../test-stage.ts';
import { withLab } from '../with-lab.ts';
import type { Line } from './line.ts';

const quick = { voice: 'built-in', codec: 'l16', keep: false } as const;
const nobody: Bot = { name: 'nobody', onCall: (call) => call.reject('busy') };

type Three = { readonly lab: Lab; readonly ada: Line; readonly grace: Line; readonly alan: Line };

/** Ada holds a meeting, Grace is in it, and Alan waits in its lobby. */
const meeting = (work: (three: Three) => Promise<void>): Promise<void> =>
  staged(nobody, async (lab) => {
    const planned = await lab.meeting({ organizer: 'Ada', lobby: 'organizer' });
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await ada.admits();
    await grace.isLetIn();
    const alan = await lab.person('Alan').joins(planned);
    await alan.waitsInLobby();
    await work({ lab, ada, grace, alan });
  });

const failing = (code: string, message: RegExp): object => ({ code, message: expect.stringMatching(message) as string });

test('a camera is seen by all who are in, until it is turned off, and by nobody in the lobby', () =>
  meeting(async ({ ada, grace, alan }) => {
    await ada.turnsCameraOn();
    expect(await grace.sees('Ada')).toEqual({ of: 'camera', by: 'Ada Lovelace', width: 640, height: 360 });
    expect(await grace.sees('Ada', { height: 720 })).toMatchObject({ width: 1280, height: 720 });
    await alan.seesNothingOf('Ada');
    await ada.admits('Alan');
    await alan.sees('Ada');
    await ada.turnsCameraOff();
    await grace.seesNothingOf('Ada');
    await expect(grace.sees('Ada', { within: '1 s' })).rejects.toMatchObject(
      failing(
        'testing/not-seen',
        /^Grace Hopper was expected to see the camera of Ada, and did not within 1 s: the camera of Ada Lovelace is off/,
      ),
    );
    await expect(grace.seesNothingOf('Alan', { for: '1 s' })).resolves.toBeUndefined();
  }));

test('pictures of one are not taken for those of another', () =>
  meeting(async ({ ada, grace, alan }) => {
    await ada.admits();
    await Promise.all([ada.turnsCameraOn(), grace.turnsCameraOn({ framesPerSecond: 5 })]);
    await Promise.all([alan.sees('Ada'), alan.sees('Grace'), ada.sees('Grace'), grace.sees('Ada')]);
    await expect(alan.seesNothingOf('Grace')).rejects.toMatchObject(failing('testing/not-seen', /saw it after/));
    await grace.leaves();
    await alan.sees('Ada');
    await alan.seesNothingOf('Grace');
  }));

test('a screen is shared, taken over, and stopped by a presenter', () =>
  meeting(async ({ ada, grace, alan }) => {
    await ada.admits();
    await grace.sharesScreen();
    expect(await ada.sees('Grace', { of: 'screen', height: 1080 })).toEqual({
      of: 'screen',
      by: 'Grace Hopper',
      width: 1920,
      height: 1080,
    });
    await alan.sharesScreen();
    await ada.sees('Alan', { of: 'screen' });
    await ada.seesNothingOf('Grace', { of: 'screen' });
    await ada.stopsSharingOf('Alan');
    await grace.seesNothingOf('Alan', { of: 'screen' });
    await ada.givesRole('Grace', 'attendee');
    await expect(grace.sharesScreen()).rejects.toMatchObject(failing('testing/refused', /Attendees cannot share/));
    await ada.givesRole('Grace', 'presenter');
    await grace.sharesScreen();
    await grace.stopsSharing();
    await ada.seesNothingOf('Grace', { of: 'screen' });
  }));

test('the chat is read by those who are in, each message once, and one’s own by nobody', () =>
  meeting(async ({ ada, grace, alan }) => {
    await ada.posts('Welcome.');
    await ada.posts('Here is the list.');
    expect(await grace.reads(/Welcome/)).toEqual({ by: 'Ada Lovelace', text: 'Welcome.' });
    await grace.reads('the list');
    await expect(grace.reads(/Welcome/, { within: '1 s' })).rejects.toMatchObject(
      failing('testing/not-seen', /Welcome\/ was waited for in the chat, and did not come within 1 s.\nNothing came at all/),
    );
    await expect(ada.reads(/list/, { within: '1 s' })).rejects.toThrow(/Nothing came/);
    await ada.admits();
    await alan.reads('Welcome.');
    await grace.posts('Thank you.');
    await expect(alan.reads('nonsense', { within: '1 s' })).rejects.toThrow(
      /What came instead:\n {2}– Ada Lovelace: Here is the list.\n {2}– Grace Hopper: Thank you./,
    );
    await expect(alan.reads(/.*/)).rejects.toThrow(TypeError);
  }));

test('hands, and what presenters do with others', () =>
  meeting(async ({ lab, ada, grace, alan }) => {
    await ada.admits();
    await grace.raisesHand();
    await alan.raisesHand();
    expect([grace, alan].map(({ handset }) => handset.leg?.handMs !== undefined)).toEqual([true, true]);
    await ada.lowersHand('Grace');
    await alan.lowersHand();
    expect([grace, alan].map(({ handset }) => handset.leg?.handMs)).toEqual([undefined, undefined]);
    await grace.raisesHand();
    await ada.lowersHand('all');
    await ada.mutesOther('Grace');
    expect(grace.handset.leg?.isMuted).toBe(true);
    await ada.invites('Katherine');
    const katherine = await lab.person('Katherine').answers();
    await katherine.talksTo('Ada');
    await ada.removes('Alan');
    await alan.isHungUpOn();
    await expect(alan.posts('Wait')).rejects.toMatchObject(failing('testing/call-over', /Alan Turing cannot write “Wait” any more/));
    await expect(ada.mutesOther('Alan')).rejects.toMatchObject(failing('testing/not-done', /mute Alan, and Alan is not there/));
    await expect(grace.endsMeeting()).rejects.toMatchObject(failing('testing/refused', /Only the organizer/));
    await ada.endsMeeting();
    await grace.isHungUpOn();
  }));

test('whoever waits in the lobby, or talks to one alone, can do none of it', () =>
  meeting(async ({ lab, alan }) => {
    await expect(alan.raisesHand()).rejects.toMatchObject(failing('testing/not-done', /for a minute was not in the meeting/));
    await alan.leaves();
    const line = await lab.person('Katherine').dial('203');
    await lab.person('Alan').answers();
    await expect(line.posts('Hello')).rejects.toMatchObject(failing('testing/refused', /wanted to write “Hello”/));
  }));

test('what is not awaited fails the test', async () => {
  const run = withLab({ bots: [nobody], ...quick }, async (lab) => {
    const planned = await lab.meeting();
    const ada = await lab.person('Ada').joins(planned);
    void ada.reads('anything');
  });
  await expect(run).rejects.toMatchObject(failing('testing/not-awaited', /line\.reads\(\) in in-a-meeting\.test\.ts/));
});

test('a bot captions, writes, and is called into a meeting by its name', () => {
  const scribe = defineBot({
    name: 'scribe',
    needs: ['soundApart'],
    async onCall(call) {
      await call.answer();
      await call.chat.post('I take notes.');
      call.media.caption({ captionId: '1', text: 'I take', isFinal: false });
      call.media.caption({ captionId: '1', text: 'I take notes.', isFinal: true });
      await call.recordAnswer({ beep: false, silenceMs: 5_000 });
    },
  });
  return withLab({ bots: [scribe], ...quick }, async (lab) => {
    const planned = await lab.meeting();
    const ada = await lab.person('Ada').joins(planned);
    await ada.invites('scribe');
    expect(await ada.reads('I take notes.')).toEqual({ by: 'scribe', text: 'I take notes.' });
    expect(await ada.readsCaption('I take notes.')).toEqual({ by: 'scribe', text: 'I take notes.' });
    await ada.mutesOther('scribe');
    await ada.leaves();
  });
});

test.skipIf(spawnSync('ffmpeg', ['-version']).error !== undefined)(
  'slides of a bot are seen as they are, and not any more when they are over',
  () => {
    const sharer = defineBot({
      name: 'sharer',
      needs: ['pictures'],
      async onCall(call) {
        await call.answer();
        const shared = call.share({ slides: [new URL('../../../examples/slides/one.png', import.meta.url)] });
        await call.recordAnswer({ beep: false, silenceMs: 8_000 });
        shared.stop();
        await call.recordAnswer({ beep: false, silenceMs: 8_000 });
      },
    });
    return withLab({ bots: [sharer], ...quick }, async (lab) => {
      const ada = await lab.person('Ada').joins(await lab.meeting());
      await ada.invites('100');
      expect(await ada.sees('sharer', { of: 'screen' })).toEqual({ of: 'screen', by: 'sharer', width: 1280, height: 720 });
      await lab.pass('2 s');
      await ada.sees('sharer', { of: 'screen' });
      await lab.until(() => ada.handset.call?.legs.every(({ pictures }) => !pictures.screen) ?? false);
      await ada.seesNothingOf('sharer', { of: 'screen' });
      await ada.leaves();
    });
  },
);

/**
 * A meeting of a hundred people and two bots in virtual time: they come through the lobby, talk, show, write, raise hands, are muted and removed,
 * leave and come again, by a seed. Every ear is asked whom it hears, and both bots know who is there.
 */
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { proofRounds } from '../proof-rounds.ts';
import { announcer, scribe } from './hundred/bots.ts';
import { lineOf } from './hundred/guest.ts';
import { Story } from './hundred/story.ts';

const PEOPLE = 100;
const MINUTES = 5;
/** The bots ask how they are every few minutes; so often it is looked whether they know who is there. */
const CHECKS = 10;

test.for(proofRounds(1, 20))('a hundred people meet, by seed %i', { timeout: 600_000 }, async (seed, { annotate }) => {
  const [one, other] = [scribe(), announcer()];
  const machine = realClock();
  const began = machine.now();
  await withLab({ bots: [one.bot, other.bot], voice: 'built-in', codec: 'l16', seed }, async (lab) => {
    const { clock } = lab.house.time;
    const planned = await lab.meeting({ subject: 'All hands', organizer: 'Ada', lobby: 'organizer' });
    const story = new Story(lab, planned, { people: PEOPLE, seed });
    await story.begins();
    const host = lineOf(story.host);
    await host.invites('scribe');
    await host.invites('announcer');
    await lab.pass('3 s');
    const beganMs = clock.now();
    for (let check = 1; check <= CHECKS; check++) {
      const untilMs = beganMs + (check * MINUTES * 60_000) / CHECKS;
      while (clock.now() < untilMs) {
        await story.happens();
        await lab.pass('2 s');
      }
      expect(story.wrong).toEqual([]);
      await lab.until(() => String(one.seen.roster()) === String(story.roster), { within: '5 s' });
      expect(one.seen.roster()).toEqual(story.roster);
      expect(other.seen.roster()).toEqual(story.roster);
      const legs = host.handset.call?.legs ?? [];
      const raised = legs.filter(({ handMs, state }) => handMs !== undefined && state !== 'ended').map(({ self }) => self.name);
      expect(raised.toSorted()).toEqual(story.guests.filter(({ hasHand }) => hasHand).map(({ name }) => name).toSorted()); // prettier-ignore
      const text = `This is announcement ${String(check)}.`;
      const listeners = story.where('in').slice(0, 3);
      let isSaid = false;
      const saying = other.seen.say(text).finally(() => (isSaid = true));
      await Promise.all(listeners.map((each) => lineOf(each).hears(text, { within: '10 s' })));
      // Time moves only while the lab is asked for something.
      await lab.until(() => isSaid);
      await saying;
    }
    expect(one.seen.chat).toEqual(story.chat);
    expect(other.seen.chat).toEqual(story.chat);
    for (const { name, heardMs } of story.guests) {
      // Each turn has a beginning and an end of its own.
      const tolerance = 20 + heardMs / 100;
      expect(Math.abs((one.seen.heardMs.get(name) ?? 0) - heardMs), `${name} was heard apart`).toBeLessThanOrEqual(tolerance);
    }
    const seconds = (machine.now() - began) / 1_000;
    await annotate(
      `${String(MINUTES)} min of meeting in ${seconds.toFixed(1)} s: ${JSON.stringify({ ...story.counts, messages: lab.messages.length })}`,
    );
    await host.endsMeeting();
  });
});

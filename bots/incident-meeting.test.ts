/** The incident commander in meetings: planned for it, out of reach, and rung by somebody who is in one. */
import { describe, expect, test } from 'vitest';
import { chatOf, commanding, happened, replies, reported, reports } from '../test/on-call/on-call-stage.ts';
import { inWords } from './time-line.ts';

describe('an incident in a meeting', () => {
  test('that is planned for it, whose chat has the time line as it happens and as a whole', () => {
    const id = { id: '' };
    return commanding(
      async ({ lab, timeLine }) => {
        const planned = await lab.meeting({ subject: 'Incidents' });
        id.id = planned.number;
        const katherines = await lab.person('Katherine').joins(planned);
        const line = await reported(lab);
        await line.hears('I am taking you to the meeting.');
        await katherines.hears('I am ringing those on call.');
        expect(chatOf(lab, katherines)).toHaveLength(3);
        const hers = await replies(lab, 'Grace', '1');
        await katherines.hears('Grace Hopper has joined.');
        await hers.talksTo('Ada', 'Katherine');
        const alans = await lab.person('Alan').joins(planned);
        await katherines.hears('Alan Turing has joined.');
        await alans.hangsUp();
        await lab.pass('2 s');
        await hers.presses('9');
        await katherines.hears('The incident is closed after 1 minute.');
        await katherines.hears('Grace Hopper and Alan Turing came.');
        await lab.pass('3 s');
        expect([line.ended, hers.ended, katherines.ended]).toEqual([undefined, undefined, undefined]);
        const all = timeLine().map(inWords);
        expect(happened(timeLine())).toEqual([
          'Ada Lovelace opened a major incident',
          'Katherine Johnson was there',
          'Grace Hopper was rung',
          'Grace Hopper picked up',
          'Grace Hopper joined',
          'Alan Turing joined',
          'Alan Turing left',
          'the incident was closed',
        ]);
        expect(chatOf(lab, katherines)).toEqual([...all, ['Time line', ...all].join('\n')]);
      },
      { meeting: id },
    );
  });

  test('is closed when nobody is left there', () => {
    const id = { id: '' };
    return commanding(
      async ({ lab, timeLine }) => {
        id.id = (await lab.meeting()).number;
        const line = await reported(lab);
        await line.hears('I am taking you to the meeting.');
        const hers = await replies(lab, 'Grace', '1');
        await line.hears('Grace Hopper has joined.');
        await line.hangsUp();
        await hers.hangsUp();
        await lab.pass('10 s');
        expect(happened(timeLine()).slice(-3)).toEqual(['Ada Lovelace left', 'Grace Hopper left', 'the incident was closed']);
      },
      { meeting: id },
    );
  });

  test('that cannot be reached: the call itself is where to talk', () =>
    commanding(
      async ({ lab }) => {
        const line = await reported(lab);
        await line.hears('The meeting for incidents cannot be reached.');
        await line.hears('I am ringing those on call.');
        await replies(lab, 'Grace', '1');
        await line.hears('Grace Hopper has joined.');
        await line.talksTo('Grace');
      },
      { meeting: { id: '1234567890' } },
    ));

  test('to which somebody rings it', () =>
    commanding(
      async ({ lab, timeLine }) => {
        const planned = await lab.meeting();
        const line = await lab.person('Ada').joins(planned);
        const katherines = await lab.person('Katherine').joins(planned);
        await lab.pass('1 s');
        const asAda = { legId: line.handset.legId, userId: lab.person('Ada').id };
        expect(lab.house.carrier.switchboard.invitePerson({ ...asAda, number: '107' })).toMatchObject({ ok: true });
        await reports(line);
        await katherines.hears('I am ringing those on call.');
        await replies(lab, 'Grace', '1');
        await katherines.hears('Grace Hopper has joined.');
        await katherines.presses('9');
        await line.hears('The incident is closed after 1 minute.');
        await lab.pass('3 s');
        expect(line.ended).toBeUndefined();
        expect(happened(timeLine())).toEqual([
          'Ada Lovelace opened a major incident',
          'Katherine Johnson was there',
          'Grace Hopper was rung',
          'Grace Hopper picked up',
          'Grace Hopper joined',
          'the incident was closed',
        ]);
        expect(chatOf(lab, line)).toHaveLength(7);
      },
      { meeting: { id: '1234567890' } },
    ));
});

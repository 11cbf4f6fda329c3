/** Captions and languages over the bridge: whose words they are, what is offered, what is wanted, and all of it again after a reconnect. */
import { expect, test } from 'vitest';
import { nothingOffered, type LanguageWants } from '../../../call/media.ts';
import { people, up } from './test-bridged-call.ts';

const offer = { spoken: 'en-US', captions: ['es', 'fr'], voices: ['es'], transcriber: { name: 'lab', leavesMachine: false } };

test('a caption has the source of its speaker, also after they have left; 0 where nobody knows, and none for the bot', async () => {
  const { bridge, call, far, clock } = await up({ needs: ['soundApart'] });
  await far.notifyRoster('call-1', people('ada', 'grace'));
  await clock.settle();
  const caption = (captionId: string, participantId?: string): void =>
    call.media?.caption({ captionId, text: 'Hello.', isFinal: true, language: 'es', isTranslation: true, participantId });
  caption('1', 'participant-grace');
  await far.notifyRoster('call-1', people('ada'));
  await clock.settle();
  caption('2', 'participant-grace');
  caption('3', '');
  caption('4', 'participant-unheard-of');
  caption('5');
  expect(bridge.asked('caption').map(({ captionId, sourceId, isTranslation }) => [captionId, sourceId, isTranslation])).toEqual([
    ['1', 204, true],
    ['2', 204, true],
    ['3', 0, true],
    ['4', 0, true],
    ['5', undefined, true],
  ]);
});

test('what is offered is offered again to a bridge that is there again; what people want is told by participant', async () => {
  const { bridge, call, far, clock } = await up();
  await far.notifyRoster('call-1', people('ada', 'grace'));
  await clock.settle();
  const told: LanguageWants[] = [];
  call.facts.on('wantsChanged', ({ wants }) => told.push(wants));
  expect(call.media?.wants).toBeUndefined();
  call.media?.offer?.(offer);
  bridge.tell({ kind: 'wants', hasCaptions: true, captions: ['fr'], voices: [{ language: 'es', sourceIds: [200, 204] }] });
  const wants = {
    hasCaptions: true,
    captions: ['fr'],
    voices: [{ language: 'es', participantIds: ['participant-ada', 'participant-grace'] }],
  };
  expect(told).toEqual([wants]);
  expect(call.media?.wants).toEqual(wants);
  bridge.drop(1006);
  await clock.advance(1_000);
  expect(bridge.isConnected).toBe(true);
  expect(bridge.asked('offer')).toEqual([
    { kind: 'offer', ...offer },
    { kind: 'offer', ...offer },
  ]);
  call.media?.offer?.(nothingOffered);
  expect(bridge.asked('offer').at(-1)).toEqual({ kind: 'offer', spoken: '', captions: [], voices: [] });
});

/** Pictures over the bridge: those of others, and what the bot shows. */
import { describe, expect, test } from 'vitest';
import { people, up } from './test-bridged-call.ts';

describe('pictures', () => {
  const key = { isKeyFrame: true, data: Uint8Array.of(1, 2, 3) };
  const delta = { isKeyFrame: false, data: Uint8Array.of(4, 5) };
  const frame = { codec: 'vp8', atMs: 0, width: 320, height: 180 } as const;

  test('of a participant begin with a key frame, and are asked for as high as somebody wants', async () => {
    const { bridge, call, far, clock } = await up({ needs: ['pictures'] });
    await far.notifyRoster('call-1', people('ada'));
    await clock.settle();
    const told: unknown[] = [];
    call.facts.on('picturesChanged', (fact) => told.push(fact));
    bridge.tell({ kind: 'pictures', sourceId: 201, of: 'camera', isOn: true });
    expect(told).toEqual([{ participantId: 'participant-ada', of: 'camera', isOn: true }]);
    expect(call.media!.shown).toEqual([{ participantId: 'participant-ada', of: 'camera' }]);
    const small = call.media!.watch('participant-ada', 'camera', { maxHeight: 180 });
    const large = call.media!.watch('participant-ada', 'camera', { maxHeight: 720 });
    expect(bridge.asked('watch').at(-1)).toEqual({ kind: 'watch', pictures: [{ sourceId: 201, maxHeight: 720 }] });
    bridge.picture(201, 'camera', delta);
    bridge.picture(201, 'camera', key);
    bridge.picture(201, 'camera', delta);
    await call.hangUp();
    const seen: boolean[] = [];
    for await (const { isKeyFrame, data } of small) {
      seen.push(isKeyFrame);
      expect(data).toEqual(isKeyFrame ? key.data : delta.data);
    }
    expect(seen).toEqual([true, false]);
    expect([small.lostFrames, large.lostFrames]).toEqual([1, 1]);
  });

  test('of somebody whom the roster tells later are told of by a number, and then by her id, whichever way they end', async () => {
    const { bridge, call, far, clock } = await up({ needs: ['pictures'] });
    const told: unknown[] = [];
    call.facts.on('picturesChanged', ({ participantId, isOn }) => told.push([participantId, isOn]));
    bridge.tell({ kind: 'pictures', sourceId: 201, of: 'camera', isOn: true });
    bridge.tell({ kind: 'pictures', sourceId: 301, of: 'camera', isOn: true });
    await far.notifyRoster('call-1', people('ada'));
    await clock.settle();
    expect(told.splice(0)).toEqual([
      ['source-200', true],
      ['source-300', true],
      ['source-200', false],
      ['participant-ada', true],
    ]);
    await far.notifyRoster('call-1', people());
    await clock.settle();
    bridge.tell({ kind: 'pictures', sourceId: 201, of: 'camera', isOn: false });
    bridge.tell({ kind: 'pictures', sourceId: 301, of: 'camera', isOn: false });
    expect(told).toEqual([
      ['participant-ada', false],
      ['source-300', false],
    ]);
  });

  test('that the bot shows go out whole, are left out while the network is behind, and go on with a key frame', async () => {
    const { bridge, call, clock, far } = await up({ needs: ['pictures'] });
    const media = call.media!;
    const wanted: string[] = [];
    call.facts.on('keyFrameWanted', ({ of }) => wanted.push(of));
    expect(media.show('screen', { ...frame, ...key })).toBe(false);
    await clock.settle();
    expect(far.last('changeScreenSharingRole').body).toEqual({ role: 'sharer' });
    expect(wanted).toEqual(['screen']);
    expect(media.show('screen', { ...frame, ...delta })).toBe(false);
    expect(wanted).toEqual(['screen', 'screen']);
    expect(media.show('screen', { ...frame, ...key })).toBe(true);
    expect(media.show('screen', { ...frame, ...delta })).toBe(true);
    bridge.bufferedBytes = 10_000_000;
    expect(media.show('screen', { ...frame, ...delta })).toBe(false);
    bridge.bufferedBytes = 0;
    expect(media.show('screen', { ...frame, ...delta })).toBe(false);
    expect(media.show('screen', { ...frame, ...key })).toBe(true);
    expect(bridge.shown.map(({ header }) => [header.kind, header.isKeyFrame, header.isFirst, header.sequence])).toEqual([
      ['screen', true, true, 0],
      ['screen', false, false, 1],
      ['screen', true, false, 2],
    ]);
    media.hide('screen');
    expect(bridge.asked('stopPictures')).toEqual([{ kind: 'stopPictures', of: 'screen' }]);
  });

  test('are watched as many as the carrier sends at once, each by as many as want it', async () => {
    const { bridge, call, far, clock } = await up({ needs: ['pictures'] }, { pictures: 2 });
    await far.notifyRoster('call-1', people('ada', 'grace', 'alan'));
    await clock.settle();
    const stop = new AbortController();
    call.media!.watch('participant-ada', 'camera', { signal: stop.signal });
    call.media!.watch('participant-grace', 'camera');
    call.media!.watch('participant-grace', 'camera', { maxHeight: 90 });
    const third = (): unknown => call.media!.watch('participant-alan', 'camera');
    expect(third).toThrow(
      expect.objectContaining({ code: 'call/cannot', message: expect.stringMatching(/2 pictures at once.*Instead: /) as string }),
    );
    stop.abort();
    await clock.settle();
    third();
    expect(
      bridge
        .asked('watch')
        .at(-1)
        ?.pictures.map(({ sourceId }) => sourceId),
    ).toEqual([205, 209]);
  });

  test('were not asked for: the error says how', async () => {
    const { call } = await up({ needs: ['sound'] });
    expect(() => call.media!.watch('participant-ada', 'camera')).toThrow(/without 'pictures'.*needs: \['sound', 'pictures'\]/);
    expect(() => call.media!.hearOne('participant-ada')).toThrow(/without 'soundApart'/);
  });
});

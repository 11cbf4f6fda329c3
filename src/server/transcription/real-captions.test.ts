/** A voice in the engine becomes a caption at another person's page: flite speaks, pocketsphinx listens, apertium translates. */
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { joined } from '../../media/tones.ts';
import { soundOf } from '../../speech/conformance/text-to-speech.ts';
import { fliteTextToSpeech } from '../../speech/flite.ts';
import { canBeStarted } from '../../speech/program.ts';
import { pocketsphinx } from '../../speech/recognition/pocketsphinx-recogniser.ts';
import { wordErrorRate } from '../../speech/recognition/word-error-rate.ts';
import { heardHouse } from './test-heard-house.ts';

const programs = await Promise.all(['pocketsphinx_continuous', 'flite'].map(canBeStarted(realClock())));
const isMissing = process.env['CI'] !== 'true' && !programs.every(Boolean);
const TEXT = 'we have decided to move the launch to the second week of march';

describe.skipIf(isMissing)('with pocketsphinx and flite installed', () => {
  test('what one says is read by the other under her name', { timeout: 60_000 }, async () => {
    const clock = virtualClock();
    await using h = await heardHouse({ clock, recognisers: [pocketsphinx({ clock })] });
    expect(h.house.state.offer?.transcriber).toEqual({ name: 'pocketsphinx', leavesMachine: false });
    const ada = await h.enter('ada');
    await h.enter('grace');
    h.captions('grace');
    const flite = fliteTextToSpeech({ clock: realClock() });
    const sound = joined([await soundOf(flite, TEXT, { voice: 'rms' }), new Int16Array(16_000)]);
    void ada.say(sound);
    await clock.advance(sound.length / 16 + 5_000);
    const [caption = '', ...more] = h.shown('grace');
    expect(more).toEqual([]);
    expect(caption).toMatch(/^Ada: /);
    expect(wordErrorRate([[TEXT, caption.replace('Ada: ', '')]]), caption).toBeLessThan(0.25);
    expect(h.shown('ada')).toEqual([]);
    expect(h.errors).toEqual([]);
  });
});

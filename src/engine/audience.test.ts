/** Audiences: everybody hears exactly whom she is to hear, and those who hear the same share one mix. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { audiencesOf, openAudience, type Audience, type Speaker } from './audience.ts';

const own = new Int16Array(FRAME_SAMPLES);

describe('audiences', () => {
  test('give each leg the sum of those it hears and speak, whoever hears whom', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 200; round++) {
      const legs = speakers(2 + Math.floor(random.unit() * 6));
      for (const leg of legs) leg.isSpeaking = random.unit() < 0.6;
      const hears = new Set(legs.flatMap((a) => legs.filter((b) => a !== b && random.unit() < 0.5).map((b) => `${a.legId}<${b.legId}`)));
      const audiences = audiencesOf(legs, (listener, source) => hears.has(`${listener.legId}<${source.legId}`));
      for (const leg of legs) {
        const wanted = legs.filter((other) => other.isSpeaking && hears.has(`${leg.legId}<${other.legId}`));
        expect(heard(audiences.get(leg), leg, round)).toBe(wanted.reduce((sum, { frame }) => sum + (frame[0] ?? 0), 0));
      }
    }
  });

  test('are one where all hear all, as many as there are circles, and one for all who only listen', () => {
    const legs = speakers(6);
    expect(new Set(openAudience(legs).values()).size).toBe(1);
    expect(new Set(audiencesOf(legs, () => true).values()).size).toBe(1);
    const circle = ({ legId }: Speaker): boolean => Number(legId) < 3;
    expect(new Set(audiencesOf(legs, (a, b) => circle(a) === circle(b)).values()).size).toBe(2);
    const listening = audiencesOf(legs, (a, b) => !circle(a) && circle(b));
    expect([listening.size, new Set(listening.values()).size]).toEqual([3, 1]);
  });
});

function heard(audience: Audience | undefined, leg: Speaker, tick: number): number {
  return audience?.heardBy(leg, tick, own)?.[0] ?? 0;
}

function speakers(count: number): (Speaker & { isSpeaking: boolean })[] {
  return Array.from({ length: count }, (_, i) => ({
    legId: String(i),
    frame: new Int16Array(FRAME_SAMPLES).fill(2 ** i),
    isSpeaking: false,
  }));
}

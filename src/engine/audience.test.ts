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
        expect(heard(audiences.get(leg), leg, round, legs)).toBe(wanted.reduce((sum, { frame }) => sum + (frame[0] ?? 0), 0));
      }
    }
  });

  test('are the same whether those who hear all others of a circle are asked one by one or not', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 200; round++) {
      const legs = speakers(2 + Math.floor(random.unit() * 6));
      for (const leg of legs) leg.isSpeaking = random.unit() < 0.6;
      const apart = new Set<Speaker>(legs.filter(() => random.unit() < 0.3));
      const receivers = new Set<Speaker>(legs.filter(() => random.unit() < 0.3));
      const sources = new Set<Speaker>(legs.filter(() => random.unit() < 0.3));
      const hears = (a: Speaker, b: Speaker): boolean =>
        a !== b && ((!apart.has(a) && !apart.has(b)) || (receivers.has(a) && sources.has(b)));
      const common = legs.filter((leg) => !apart.has(leg));
      const quick = audiencesOf(legs, hears, { common, isPlain: (leg) => !apart.has(leg) && !receivers.has(leg) });
      const slow = audiencesOf(legs, hears);
      for (const leg of legs) expect(heard(quick.get(leg), leg, round, legs)).toBe(heard(slow.get(leg), leg, round, legs));
      expect(new Set(quick.values()).size).toBe(new Set(slow.values()).size);
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

function heard(audience: Audience | undefined, leg: Speaker, tick: number, legs: readonly Speaker[]): number {
  return audience?.heardBy(leg, tick, own, legs)?.[0] ?? 0;
}

type Told = Speaker & { isSpeaking: boolean };

function speakers(count: number): Told[] {
  return Array.from({ length: count }, (_, i) => ({
    legId: String(i),
    frame: new Int16Array(FRAME_SAMPLES).fill(2 ** i),
    isSpeaking: false,
  }));
}

/** Prompt links: only ours, only for a while, only while on offer. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { writeWav } from '../../media/wav.ts';
import { PromptLinks } from './prompt-links.ts';

const sound = (name: string, samples = 100): { name: string; wav: Uint8Array } => ({ name, wav: writeWav(new Int16Array(samples)) });

function start(mostBytes?: number): {
  links: PromptLinks;
  clock: ReturnType<typeof virtualClock>;
  fileOf: (offer: ReturnType<PromptLinks['offer']>) => string;
} {
  const clock = virtualClock();
  const options = { clock, random: seededRandom(1), publicUrl: 'https://bot.test/b/' };
  const links = new PromptLinks(mostBytes === undefined ? options : { ...options, mostBytes });
  return { links, clock, fileOf: (offer) => offer.prompts[0]?.mediaInfo.uri.split('/').at(-1) ?? '' };
}

test('a link opens the sound that it was made for', () => {
  const { links, fileOf } = start();
  const offered = sound('a');
  expect(links.open(fileOf(links.offer('call-1', [offered])))).toEqual({ kind: 'sound', wav: offered.wav, callId: 'call-1' });
});

test('a link that has expired is refused', async () => {
  const { links, clock, fileOf } = start();
  const file = fileOf(links.offer('call-1', [sound('a')]));
  await clock.advance(15 * 60_000);
  expect(links.open(file).kind).toBe('sound');
  await clock.advance(1);
  expect(links.open(file)).toEqual({ kind: 'refused', why: 'the link has expired', callId: 'call-1' });
});

describe('a link that was tampered with is refused', () => {
  const payload = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
  test.each<[string, (file: string) => string]>([
    ['another sound', (file) => `${payload(['9999999999999', 'call-1', 'b'])}.${file.split('.')[1] ?? ''}.wav`],
    ['a later expiry', (file) => `${payload(['9999999999999', 'call-1', 'a'])}.${file.split('.')[1] ?? ''}.wav`],
    ['a shortened signature', (file) => file.replace(/.\.wav$/, '.wav')],
    ['no signature', (file) => `${file.split('.')[0] ?? ''}..wav`],
    ['another ending', (file) => file.replace('.wav', '.mp3')],
    ['one more part', (file) => `${file}.wav`],
    ['nothing', () => ''],
  ])('%s', (_, tamper) => {
    const { links, fileOf } = start();
    const file = fileOf(links.offer('call-1', [sound('a')]));
    links.offer('call-2', [sound('b')]);
    expect(links.open(tamper(file))).toEqual({ kind: 'refused', why: 'the link is not one of ours' });
  });
});

test('a sound stays on offer until nobody offers it any more', () => {
  const { links, fileOf } = start();
  const [first, second] = [links.offer('call-1', [sound('a'), sound('a')]), links.offer('call-2', [sound('a')])];
  first.withdraw();
  first.withdraw();
  expect(links.open(fileOf(second)).kind).toBe('sound');
  second.withdraw();
  expect(links.open(fileOf(second))).toMatchObject({ kind: 'refused', why: 'the sound is no longer on offer' });
});

test('more sound than is kept is refused in words, and what was there stays', () => {
  const { links, fileOf } = start(1_000);
  const offer = links.offer('call-1', [sound('a', 400)]);
  expect(() => links.offer('call-2', [sound('b', 400)])).toThrow(/shorter/);
  expect(links.open(fileOf(offer)).kind).toBe('sound');
  offer.withdraw();
  expect(links.open(fileOf(links.offer('call-2', [sound('b', 400)]))).kind).toBe('sound');
});

import { expect, test } from 'vitest';
import { VoiceFrames } from './voice-frames.ts';

function frame(kind: string, id: number, body: Uint8Array | string): Buffer {
  const content = Buffer.from(body as string);
  const head = Buffer.alloc(9);
  head.writeUInt32LE(content.length, 0);
  head.write(kind, 4);
  head.writeUInt32LE(id, 5);
  return Buffer.concat([head, content]);
}

const voices = [{ id: 'en', name: 'English', language: 'en' }];
const stream = Buffer.concat([
  frame('r', 0, JSON.stringify({ sampleRate: 22_050, voices: [...voices, { id: 1 }, null] })),
  frame('a', 7, Uint8Array.of(1, 0, 255, 255)),
  frame('d', 7, ''),
  frame('e', 8, '{"message":"no"}'),
]);

test.each([1, 5, 13, 1_000])('frames are read, %i bytes at a time', (step) => {
  const frames = new VoiceFrames();
  const read = [];
  for (let at = 0; at < stream.length; at += step) read.push(...frames.push(stream.subarray(at, at + step)));
  expect(read).toEqual([
    { kind: 'ready', sampleRate: 22_050, voices },
    { kind: 'sound', id: 7, samples: Int16Array.of(1, -1) },
    { kind: 'done', id: 7 },
    { kind: 'failed', id: 8, message: 'no' },
  ]);
});

test.each([
  ['another kind', frame('x', 1, '')],
  ['a body without end', Buffer.from('ffffffff6100000000', 'hex')],
  ['JSON that is none', frame('r', 0, '{')],
  ['JSON that is no object', frame('e', 0, 'null')],
  ['a rate that is none', frame('r', 0, '{"sampleRate":"x","voices":[]}')],
])('%s is refused', (_, bytes) => {
  expect(() => new VoiceFrames().push(bytes)).toThrow('no frame of its protocol');
});

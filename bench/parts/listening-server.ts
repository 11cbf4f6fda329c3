/**
 * A recogniser far away, in a process of its own: speaks Deepgram's live protocol and understands nothing. An interim text for each 300 ms of
 * sound, the final one as long after `Finalize` as it is told. Its port is the first thing it says; asked how much it was sent, it tells.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { realClock } from '../../src/base/clock.ts';

const BYTES_A_MS = 32;
const INTERIM_MS = 300;

const clock = realClock();
const answerMs = Number(process.argv[2] ?? 0);
let heardMs = 0;
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', serve);
server.on('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ heardMs }));
process.on('disconnect', () => process.exit(0));

function serve(socket: WebSocket): void {
  let ms = 0;
  let nextMs = INTERIM_MS;
  const tell = (flags: object): void => socket.send(results(ms, flags));
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      ms += data.length / BYTES_A_MS;
      heardMs += data.length / BYTES_A_MS;
      if (ms < nextMs) return;
      nextMs = ms + INTERIM_MS;
      return tell({});
    }
    if ((JSON.parse(data.toString()) as { type: string }).type !== 'Finalize') return;
    const last = (): void => tell({ is_final: true, speech_final: true, from_finalize: true });
    if (answerMs === 0) last();
    else clock.after(answerMs, last);
  });
}

function results(ms: number, flags: object): string {
  const words = Array.from({ length: Math.max(1, Math.floor(ms / 400)) }, (_, at) => ({
    word: 'word',
    punctuated_word: 'word',
    start: at * 0.4,
    end: at * 0.4 + 0.3,
    confidence: 0.9,
  }));
  const alternatives = [{ transcript: words.map(({ word }) => word).join(' '), confidence: 0.9, words }];
  const place = { type: 'Results', channel_index: [0, 1], start: 0, duration: ms / 1_000 };
  return JSON.stringify({ ...place, is_final: false, speech_final: false, channel: { alternatives }, ...flags });
}

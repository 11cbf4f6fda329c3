/** Hands a message's sound to the page that got a link to it. Ranges are served, so that a player can seek. */
import { VoicemailError } from '../services/voicemail/errors.ts';
import type { Voicemail } from '../services/voicemail/voicemail.ts';
import type { VoicemailLinks } from './voicemail-links.ts';

export function voicemailRoute(voicemail: Voicemail, links: VoicemailLinks): (request: Request) => Promise<Response> {
  return async (request) => {
    const opened = links.read(new URL(request.url));
    if (!opened) return refused(403, 'This link to a voicemail message is not good (any more). Load the page again.');
    try {
      return sound(await voicemail.wav(opened.userId, opened.messageId), request.headers.get('range'));
    } catch (error) {
      if (error instanceof VoicemailError) return refused(404, 'This message is not there any more.');
      throw error;
    }
  };
}

/** RFC 9110 §14: one range of bytes, or the whole. */
function sound(wav: Uint8Array, range: string | null): Response {
  const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes', 'cache-control': 'private, no-store' };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return new Response(new Uint8Array(wav), { headers });
  const start = from === '' ? Math.max(0, wav.length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? wav.length - 1 : Math.min(Number(to), wav.length - 1);
  if (start > end) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${String(wav.length)}` } });
  return new Response(new Uint8Array(wav.subarray(start, end + 1)), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${String(start)}-${String(end)}/${String(wav.length)}` },
  });
}

function refused(status: number, why: string): Response {
  return new Response(`${why}\n`, { status });
}

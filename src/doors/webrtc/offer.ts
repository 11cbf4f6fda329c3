/** What must stand in a browser's offer before it is handed to the media engine. Source: RFC 8829 (JSEP), RFC 8866 (SDP). */

import type { ConnectRequest } from '../../engine/port.ts';

export type OfferFault = { readonly code: 'webrtc/bad-offer'; readonly message: string };

/** What a connection is for, as in `ConnectRequest`. */
type What = NonNullable<ConnectRequest['what']>;

/** Undefined when the offer can be used; else what is wrong with it, for the developer of the page. */
export function faultOfOffer(offer: string, what: What = 'sound'): OfferFault | undefined {
  const lines = offer.split(/\r?\n/);
  const kind = what === 'sound' ? 'audio' : 'video';
  const media = lines.filter((line) => line.startsWith('m='));
  const wanted = media.filter((line) => line.startsWith(`m=${kind} `));
  if (lines[0] !== 'v=0') return fault('it does not begin with "v=0"');
  if (wanted.length === 0)
    return fault(`it has no ${kind} (its media are: ${media.map((line) => line.split(' ')[0]).join(', ') || 'none'})`);
  // In a bundle only the first section has a port (RFC 9143 §7.2.1); one that is switched off alone has none.
  if (wanted.every((line) => line.split(' ')[1] === '0')) return fault(`its ${kind} is switched off (port 0)`);
  if (!has(lines, 'a=ice-ufrag:') || !has(lines, 'a=ice-pwd:')) return fault('it has no ICE user name and password');
  if (!has(lines, 'a=fingerprint:sha-')) return fault('it has no DTLS fingerprint');
  return what === 'sound'
    ? faultOfSound(lines)
    : faultOfPictures(lines, { what, sections: wanted.length, isMixed: wanted.length < media.length });
}

function faultOfSound(lines: readonly string[]): OfferFault | undefined {
  return lines.some((line) => /^a=rtpmap:\d+ opus\/48000\/2/i.test(line)) ? undefined : fault('it does not offer Opus');
}

/** Pictures come beside the sound, never with it: one section that sends, or any number that receive. */
function faultOfPictures(
  lines: readonly string[],
  { what, sections, isMixed }: { readonly what: What; readonly sections: number; readonly isMixed: boolean },
): OfferFault | undefined {
  if (isMixed) return fault(`a connection for ${what} has pictures alone, and this has other media`);
  if (what !== 'view' && sections !== 1) return fault(`a connection for ${what} has one section, and this has ${String(sections)}`);
  const direction = what === 'view' ? 'a=recvonly' : 'a=sendonly';
  if (!lines.includes(direction)) return fault(`none of its sections says ${direction}`);
  return lines.some((line) => /^a=rtpmap:\d+ VP8\/90000/i.test(line)) ? undefined : fault('it does not offer VP8');
}

function has(lines: readonly string[], start: string): boolean {
  return lines.some((line) => line.startsWith(start));
}

function fault(what: string): OfferFault {
  return { code: 'webrtc/bad-offer', message: `The page's connection offer cannot be used: ${what}.` };
}

/** What must stand in a browser's offer before it is handed to the media engine. Source: RFC 8829 (JSEP), RFC 8866 (SDP). */

export type OfferFault = { readonly code: 'webrtc/bad-offer'; readonly message: string };

/** Undefined when the offer can be used; else what is wrong with it, for the developer of the page. */
export function faultOfOffer(offer: string): OfferFault | undefined {
  const lines = offer.split(/\r?\n/);
  const media = lines.filter((line) => line.startsWith('m='));
  const audio = media.find((line) => line.startsWith('m=audio '));
  if (lines[0] !== 'v=0') return fault('it does not begin with "v=0"');
  if (!audio) return fault(`it has no audio (its media are: ${media.map((line) => line.split(' ')[0]).join(', ') || 'none'})`);
  if (audio.split(' ')[1] === '0') return fault('its audio is switched off (port 0)');
  if (!has(lines, 'a=ice-ufrag:') || !has(lines, 'a=ice-pwd:')) return fault('it has no ICE user name and password');
  if (!has(lines, 'a=fingerprint:sha-')) return fault('it has no DTLS fingerprint');
  if (!lines.some((line) => /^a=rtpmap:\d+ opus\/48000\/2/i.test(line))) return fault('it does not offer Opus');
  return undefined;
}

function has(lines: readonly string[], start: string): boolean {
  return lines.some((line) => line.startsWith(start));
}

function fault(what: string): OfferFault {
  return { code: 'webrtc/bad-offer', message: `The page's connection offer cannot be used: ${what}.` };
}

/** Reads what we need of a browser's offer, and completes the answer that the WebRTC library writes. */
import { EngineError } from './errors.ts';

const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

export type OfferedSound = {
  readonly mid: string;
  readonly opusPayloadType: number;
  /** Payload types of keys, with their clock rates. */
  readonly keys: readonly { readonly payloadType: number; readonly clockRate: number }[];
  readonly audioLevelId: number | undefined;
};

/** Throws an `EngineError` that says what is missing: one section of sound, in Opus. */
export function readOffer(sdp: string): OfferedSound {
  const lines = sdp.split(/\r?\n/);
  const media = lines.filter((line) => line.startsWith('m='));
  if (!sdp.startsWith('v=0') || media.length === 0) throw bad('it is no session description with media in it');
  if (media.length > 1 || !media[0]?.startsWith('m=audio ')) {
    throw bad(`one section of sound is wanted, but it has ${media.map((line) => line.slice(2).split(' ')[0]).join(', ')}`);
  }
  const opus = find(lines, /^a=rtpmap:(\d+) opus\/48000/i);
  if (!opus) throw bad('it does not offer Opus, which every browser speaks');
  if (!find(lines, /^a=fingerprint:(.+)/)) throw bad('it has no DTLS fingerprint');
  const level = lines.map((line) => /^a=extmap:(\d+)\S* (\S+)/.exec(line)).find((found) => found?.[2] === AUDIO_LEVEL);
  return {
    mid: find(lines, /^a=mid:(\S+)/)?.[1] ?? '0',
    opusPayloadType: Number(opus[1]),
    keys: lines.flatMap((line) => {
      const found = /^a=rtpmap:(\d+) telephone-event\/(\d+)/i.exec(line);
      return found ? [{ payloadType: Number(found[1]), clockRate: Number(found[2]) }] : [];
    }),
    // The one byte form of the extension has numbers 1 … 14.
    audioLevelId: level && Number(level[1]) < 15 ? Number(level[1]) : undefined,
  };
}

/** Adds keys and the speaker's level to the answer, and puts the announced address in place of the machine's own. */
export function completeAnswer(sdp: string, offered: OfferedSound, announcedAddress: string | undefined): string {
  const { keys, audioLevelId } = offered;
  const added = keys.flatMap(({ payloadType, clockRate }) => [
    `a=rtpmap:${String(payloadType)} telephone-event/${String(clockRate)}`,
    `a=fmtp:${String(payloadType)} 0-15`,
  ]);
  if (audioLevelId !== undefined) added.push(`a=extmap:${String(audioLevelId)} ${AUDIO_LEVEL}`);
  const seen = new Set<string>();
  return sdp
    .split(/\r?\n/)
    .flatMap((line) => {
      if (line.startsWith('m=audio ')) return [[line, ...keys.map((key) => key.payloadType)].join(' ')];
      if (line.startsWith('a=mid:')) return [line, ...added];
      if (!line.startsWith('a=candidate:') || announcedAddress === undefined) return [line];
      const candidate = announced(line, announcedAddress);
      return candidate === undefined || seen.has(candidate) ? [] : (seen.add(candidate), [candidate]);
    })
    .join('\r\n');
}

/** The candidate with that address in place of its own; undefined for one of the other family: `candidate:<foundation> <component> <transport> <priority> <address> <port> typ host …` (RFC 8839 §5.1). */
export function announced(line: string, address: string): string | undefined {
  const parts = line.split(' ');
  if (parts[7] !== 'host') return line;
  if ((parts[4] ?? '').includes(':') !== address.includes(':')) return undefined;
  parts[4] = address;
  return parts.join(' ');
}

export function find(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const found = pattern.exec(line);
    if (found) return found;
  }
  return undefined;
}

export function bad(why: string): EngineError {
  return new EngineError('engine/bad-offer', `the offer cannot be used: ${why}`);
}

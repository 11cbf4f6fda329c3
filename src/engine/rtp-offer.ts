/** Reads what we need of an offer of plain RTP, as telephones make it, and writes the answer (RFC 8866, RFC 3264). */
import { isIP } from 'node:net';
import type { CodecName } from '../media/codec.ts';
import { EngineError } from './errors.ts';
import type { PeerSound } from './peer-transport.ts';

export type RtpOffer = {
  /** Where the peer wants its packets: an address, never a name. */
  readonly address: string;
  readonly port: number;
  readonly sound: PeerSound;
};

/** Types that need no `rtpmap` (RFC 3551 §6). */
const STATIC: ReadonlyMap<number, CodecName> = new Map([
  [0, 'pcmu'],
  [8, 'pcma'],
]);
const CODECS: Readonly<Record<string, CodecName>> = { 'opus/48000': 'opus', 'pcmu/8000': 'pcmu', 'pcma/8000': 'pcma', 'l16/16000': 'l16' };
const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** The first codec of the offer that we speak is taken. Throws an `EngineError` that says what is missing. */
export function readRtpOffer(sdp: string): RtpOffer {
  const lines = sdp.split(/\r?\n/);
  const media = lines.filter((line) => line.startsWith('m='));
  const [, port, profile, listed] = /^m=audio (\d+) (\S+) ([\d ]+)$/.exec(media[0] ?? '') ?? [];
  if (!sdp.startsWith('v=0') || media.length !== 1 || listed === undefined) throw bad('one section of sound is wanted');
  if (profile !== 'RTP/AVP') throw bad(`plain RTP (RTP/AVP) is wanted, and not ${String(profile)}`);
  const address = lines.map((line) => /^c=IN IP[46] (\S+)/.exec(line)?.[1]).findLast((found) => found !== undefined);
  if (address === undefined || isIP(address) === 0) throw bad(`“${String(address)}” is no address to send to`);
  if (Number(port) < 1 || Number(port) > 65_535) throw bad(`${String(port)} is no port to send to`);
  const types = listed.trim().split(' ').map(Number);
  const mapped = new Map(
    lines.flatMap((line) => {
      const found = /^a=rtpmap:(\d+) ([\w-]+\/\d+)/.exec(line);
      return found ? [[Number(found[1]), String(found[2]).toLowerCase()] as const] : [];
    }),
  );
  const codecOf = (type: number): CodecName | undefined => (mapped.has(type) ? CODECS[mapped.get(type) ?? ''] : STATIC.get(type));
  const payloadType = types.find((type) => codecOf(type) !== undefined);
  const codec = payloadType === undefined ? undefined : codecOf(payloadType);
  if (payloadType === undefined || codec === undefined) throw bad('it offers neither Opus nor G.711');
  const keyPayloadTypes = types.filter((type) => mapped.get(type)?.startsWith('telephone-event/') === true);
  const level = lines.map((line) => /^a=extmap:(\d+)\S* (\S+)/.exec(line)).find((found) => found?.[2] === AUDIO_LEVEL);
  const audioLevelId = level && Number(level[1]) < 15 ? Number(level[1]) : undefined;
  return { address, port: Number(port), sound: { codec, payloadType, keyPayloadTypes, audioLevelId } };
}

/** An offer, or an answer, that says: send to that address in this codec. */
export function writeRtpDescription({ address, port, sound }: RtpOffer): string {
  const family = isIP(address) === 6 ? 'IP6' : 'IP4';
  const name = Object.entries(CODECS).find(([, codec]) => codec === sound.codec)?.[0] ?? '';
  // RFC 7587 §7: Opus is always told with two channels.
  const map = sound.codec === 'opus' ? `${name}/2` : name.toUpperCase();
  return [
    'v=0',
    `o=rollcall 1 1 IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    `m=audio ${[port, 'RTP/AVP', sound.payloadType, ...sound.keyPayloadTypes].join(' ')}`,
    `a=rtpmap:${String(sound.payloadType)} ${map}`,
    ...sound.keyPayloadTypes.flatMap((type) => [
      `a=rtpmap:${String(type)} telephone-event/${sound.codec === 'opus' ? '48000' : '8000'}`,
      `a=fmtp:${String(type)} 0-15`,
    ]),
    ...(sound.audioLevelId === undefined ? [] : [`a=extmap:${String(sound.audioLevelId)} ${AUDIO_LEVEL}`]),
    'a=ptime:20',
    'a=sendrecv',
    '',
  ].join('\r\n');
}

function bad(why: string): EngineError {
  return new EngineError('engine/bad-offer', `the offer cannot be used: ${why}`);
}

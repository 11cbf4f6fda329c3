/** Reads what we need of an offer of pictures, and completes the answer that the WebRTC library writes. */
import { announced, bad, find } from '../sdp.ts';
import type { PictureConnection } from './picture-transport.ts';

const RID = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const SEND_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';
/** What we understand of RTCP, both ways: RFC 4585, RFC 5104 and REMB. */
const FEEDBACK = ['nack', 'nack pli', 'ccm fir', 'goog-remb'];
/** More sections than this are a mistake. */
const MOST_SLOTS = 50;
const MOST_LAYERS = 4;

type OfferedSection = {
  readonly mid: string;
  readonly payloadType: number;
  readonly ridId: number | undefined;
  readonly sendTimeId: number | undefined;
};

export type OfferedPictures = {
  readonly sections: readonly OfferedSection[];
  /** Names of the simulcast layers, in the order of the offer. */
  readonly rids: readonly string[];
};

/** Throws an `EngineError` that says what is missing. */
export function readPictureOffer(sdp: string, what: PictureConnection): OfferedPictures {
  const [session = '', ...media] = sdp.split(/\r?\n(?=m=)/);
  if (!sdp.startsWith('v=0') || media.length === 0) throw bad('it is no session description with media in it');
  if (!/^a=fingerprint:/m.test(sdp)) throw bad('it has no DTLS fingerprint');
  const most = what === 'view' ? MOST_SLOTS : 1;
  if (media.length > most || media.some((section) => !section.startsWith('m=video '))) {
    const kinds = media.map((section) => section.slice(2).split(' ')[0]).join(', ');
    throw bad(`${what === 'view' ? `up to ${String(most)} sections` : 'one section'} of video is wanted, but it has ${kinds}`);
  }
  const isSimulcast = what === 'camera' || what === 'screen';
  return {
    sections: media.map((section) => readSection(`${session}\n${section}`, what)),
    rids: isSimulcast ? ridsOf(media[0] ?? '') : [],
  };
}

/** Layers that are offered and not paused (RFC 8853 §5.1); what is an alternative of another is passed over. */
function ridsOf(section: string): string[] {
  const layers = /^a=simulcast:(?:.* )?send (\S+)/m.exec(section)?.[1]?.split(';') ?? [];
  const rids = layers.map((layer) => (layer.split(',')[0] ?? '').replace(/^~/, ''));
  return rids.filter((rid) => /^[\w-]{1,16}$/.test(rid)).slice(0, MOST_LAYERS);
}

function readSection(text: string, what: PictureConnection): OfferedSection {
  const lines = text.split(/\r?\n/);
  const direction = find(lines, /^a=(sendonly|recvonly|sendrecv|inactive)$/)?.[1] ?? 'sendrecv';
  const wanted = what === 'view' ? 'recvonly' : 'sendonly';
  if (direction !== wanted && direction !== 'sendrecv') throw bad(`a section that is ${wanted} is wanted, but it is ${direction}`);
  const vp8 = find(lines, /^a=rtpmap:(\d+) VP8\/90000/i);
  if (!vp8) throw bad('it does not offer VP8, which every browser speaks');
  return {
    mid: find(lines, /^a=mid:(\S+)/)?.[1] ?? '0',
    payloadType: Number(vp8[1]),
    ridId: extensionOf(lines, RID),
    sendTimeId: extensionOf(lines, SEND_TIME),
  };
}

function extensionOf(lines: readonly string[], name: string): number | undefined {
  const found = lines.map((line) => /^a=extmap:(\d+)\S* (\S+)/.exec(line)).find((extension) => extension?.[2] === name);
  // The one byte form of extensions has numbers 1 … 14.
  return found && Number(found[1]) < 15 ? Number(found[1]) : undefined;
}

/** Says what we understand in each section, takes all layers, and puts the announced address in place of the machine's own. */
export function completePictureAnswer(sdp: string, { sections, rids }: OfferedPictures, announcedAddress: string | undefined): string {
  const seen = new Set<string>();
  const [session = '', ...media] = sdp.split(/\r?\n(?=m=)/);
  const completed = media.map((section, number) => {
    const lines = section.split(/\r?\n/).flatMap((line) => {
      if (line === '' || /^a=(rtcp-fb|extmap|rid|simulcast):/.test(line)) return [];
      if (!line.startsWith('a=candidate:') || announcedAddress === undefined) return [line];
      const candidate = announced(line, announcedAddress);
      return candidate === undefined || seen.has(candidate) ? [] : (seen.add(candidate), [candidate]);
    });
    return [...lines, ...addedTo(sections[number], rids)].join('\r\n');
  });
  return `${[session, ...completed].join('\r\n')}\r\n`;
}

function addedTo(section: OfferedSection | undefined, rids: readonly string[]): string[] {
  if (!section) return [];
  const { payloadType, ridId, sendTimeId } = section;
  const lines = FEEDBACK.map((feedback) => `a=rtcp-fb:${String(payloadType)} ${feedback}`);
  if (sendTimeId !== undefined) lines.push(`a=extmap:${String(sendTimeId)} ${SEND_TIME}`);
  if (rids.length === 0 || ridId === undefined) return lines;
  const layers = rids.map((rid) => `a=rid:${rid} recv`);
  return [...lines, `a=extmap:${String(ridId)} ${RID}`, ...layers, `a=simulcast:recv ${rids.join(';')}`];
}

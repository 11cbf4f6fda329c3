/** Offers of pictures: what is read of them, what is refused, and what the answer says. */
import { describe, expect, test } from 'vitest';
import { completePictureAnswer, readPictureOffer } from './sdp-pictures.ts';

const SESSION = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0'];
const SECTION = [
  'm=video 9 UDP/TLS/RTP/SAVPF 98 96',
  'c=IN IP4 0.0.0.0',
  'a=fingerprint:sha-256 00',
  'a=rtpmap:98 VP9/90000',
  'a=rtpmap:96 VP8/90000',
  'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=extmap:10/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
];
const camera = [...SESSION, ...SECTION, 'a=mid:0', 'a=sendonly', 'a=rid:q send', 'a=rid:f send', 'a=simulcast:send q;~f', ''].join('\r\n');
const slot = (mid: number): string[] => [...SECTION, `a=mid:${String(mid)}`, 'a=recvonly'];
const view = [...SESSION, ...slot(0), ...slot(1), ''].join('\r\n');

describe('an offer', () => {
  test('of a camera tells its layers and numbers', () => {
    expect(readPictureOffer(camera, 'camera')).toEqual({
      sections: [{ mid: '0', payloadType: 96, ridId: 10, sendTimeId: 2 }],
      rids: ['q', 'f'],
    });
  });

  test('of a view has a section for each slot', () => {
    const { sections, rids } = readPictureOffer(view, 'view');
    expect(sections.map(({ mid }) => mid)).toEqual(['0', '1']);
    expect(rids).toEqual([]);
  });

  test.each([
    ['what is no SDP', 'hello', 'camera'],
    ['sound', camera.replace('m=video', 'm=audio'), 'camera'],
    ['two cameras', view.replaceAll('recvonly', 'sendonly'), 'camera'],
    ['a camera that only receives', camera.replace('a=sendonly', 'a=recvonly'), 'camera'],
    ['a view that only sends', view.replaceAll('recvonly', 'sendonly'), 'view'],
    ['no VP8', camera.replace('VP8', 'H264'), 'camera'],
    ['no fingerprint', camera.replace('a=fingerprint', 'a=nothing'), 'camera'],
    ['slots without end', [...SESSION, ...Array.from({ length: 51 }, (_, mid) => slot(mid)).flat()].join('\r\n'), 'view'],
  ] as const)('of %s is refused with a reason', (_, sdp, what) => {
    expect(() => readPictureOffer(sdp, what)).toThrow(/the offer cannot be used: /);
  });
});

describe('an answer', () => {
  const bare = [
    'v=0',
    's=-',
    'm=video 1 UDP/TLS/RTP/SAVPF 96',
    'a=mid:0',
    'a=rtcp-fb:96 nack',
    'a=candidate:1 1 UDP 1 10.0.0.1 5 typ host',
    '',
  ];

  test('takes all layers, and says what we understand', () => {
    const lines = completePictureAnswer(bare.join('\r\n'), readPictureOffer(camera, 'camera'), undefined).split('\r\n');
    expect(lines).toEqual([
      'v=0',
      's=-',
      'm=video 1 UDP/TLS/RTP/SAVPF 96',
      'a=mid:0',
      'a=candidate:1 1 UDP 1 10.0.0.1 5 typ host',
      'a=rtcp-fb:96 nack',
      'a=rtcp-fb:96 nack pli',
      'a=rtcp-fb:96 ccm fir',
      'a=rtcp-fb:96 goog-remb',
      'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
      'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
      'a=rid:q recv',
      'a=rid:f recv',
      'a=simulcast:recv q;f',
      '',
    ]);
  });

  test('tells the announced address in place of the machine’s own', () => {
    const answer = completePictureAnswer(bare.join('\r\n'), readPictureOffer(camera, 'camera'), '192.0.2.9');
    expect(answer).toContain('192.0.2.9 5 typ host');
    expect(answer).not.toContain('10.0.0.1');
  });
});

/** Offers and answers: what a browser sends is understood, what we add is there, what cannot be used is named. */
import { describe, expect, test } from 'vitest';
import { completeAnswer, readOffer } from './sdp.ts';

const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 110 126',
  'a=fingerprint:sha-256 AA:BB',
  'a=mid:0',
  'a=extmap:14/sendonly urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  '',
].join('\r\n');

const ANSWER = [
  'v=0',
  'm=audio 40000 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=candidate:2 1 UDP 2116026111 fd00::2 40000 typ host',
  'a=candidate:1 1 UDP 2114977791 10.0.0.2 40000 typ host',
  'a=candidate:1 1 UDP 2114977791 10.0.0.3 40000 typ host',
  'a=candidate:3 1 UDP 100 198.51.100.9 40000 typ srflx raddr 10.0.0.2 rport 40000',
  '',
].join('\r\n');

test('an offer of sound is understood', () => {
  expect(readOffer(OFFER)).toEqual({
    mid: '0',
    opusPayloadType: 111,
    keys: [
      { payloadType: 110, clockRate: 48_000 },
      { payloadType: 126, clockRate: 8_000 },
    ],
    audioLevelId: 14,
  });
});

describe('an offer cannot be used', () => {
  test.each([
    ['of words', 'hello', 'no session description'],
    ['of nothing', '', 'no session description'],
    ['with a picture', `${OFFER}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`, 'audio, video'],
    ['of a picture alone', OFFER.replace('m=audio', 'm=video'), 'it has video'],
    ['without Opus', OFFER.replace('opus/48000/2', 'speex/8000'), 'does not offer Opus'],
    ['without encryption', OFFER.replace('a=fingerprint:sha-256 AA:BB', 'a=x'), 'no DTLS fingerprint'],
  ])('%s', (_, offer, words) => {
    expect(() => readOffer(offer)).toThrow(words);
  });
});

test('an answer takes keys and the level', () => {
  const answer = completeAnswer(ANSWER, readOffer(OFFER), undefined).split('\r\n');
  expect(answer).toContain('m=audio 40000 UDP/TLS/RTP/SAVPF 111 110 126');
  expect(answer).toContain('a=rtpmap:126 telephone-event/8000');
  expect(answer).toContain('a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level');
  expect(answer.filter((line) => line.startsWith('a=candidate:')).length).toBe(4);
});

test('an announced address takes the place of the machine’s own, once, and relays stay', () => {
  const answer = completeAnswer(ANSWER, readOffer(OFFER), '203.0.113.7').split('\r\n');
  expect(answer.filter((line) => line.startsWith('a=candidate:'))).toEqual([
    'a=candidate:1 1 UDP 2114977791 203.0.113.7 40000 typ host',
    'a=candidate:3 1 UDP 100 198.51.100.9 40000 typ srflx raddr 10.0.0.2 rport 40000',
  ]);
});

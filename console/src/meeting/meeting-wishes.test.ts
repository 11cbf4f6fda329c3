/** What one wants to read and hear in a meeting, and that it is kept in words. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PageCommand } from '../../../src/wire/live/page-command.ts';
import type { LineLanguages } from '../../../src/wire/live/page-event.ts';
import { emptyHouse, type House } from '../live/house.ts';
import { LiveError } from '../live/live-error.ts';
import type { Link } from '../live/live-socket.ts';
import { Store } from '../live/store.ts';
import { MeetingSession } from './meeting-session.ts';
import { groupOf, lineWith, who } from './test-line.ts';
import { TestPeer, TestStream } from './test-peer.ts';
import { TestPhone } from './test-phone.ts';

const languages: LineLanguages = { canCaption: true, spoken: 'en', captions: ['es'], voices: ['es'], hasCaptions: false };
let house: Store<House>;
let link: Store<Link>;
let asked: PageCommand[];
let refusal: LiveError | undefined;
let meeting: MeetingSession;

/** The phone as it is told at sign-in, and what can be had in the meeting. */
function tells(): void {
  const line = lineWith({ group: groupOf(who('Ada', { isMe: true }), who('Grace')) });
  const phone = { me: { userId: 'ada', name: 'Ada', number: '201' }, lines: [line], log: [] };
  house.set({ ...emptyHouse, phone, languages: new Map([['leg', languages]]) });
}
const wishes = (): readonly PageCommand[] => asked.filter(({ kind }) => kind === 'captions' || kind === 'interpretation');

beforeEach(() => {
  vi.useFakeTimers();
  [asked, refusal] = [[], undefined];
  vi.stubGlobal('MediaStream', TestStream);
  vi.stubGlobal('RTCPeerConnection', TestPeer);
  vi.stubGlobal('addEventListener', () => undefined);
  const phone = new TestPhone();
  house = new Store<House>(emptyHouse);
  link = new Store<Link>({ status: 'open' });
  const request = (command: PageCommand): Promise<unknown> => {
    asked.push(command);
    return refusal === undefined ? Promise.resolve({ legId: 'leg', callId: 'call', answer: 'answer' }) : Promise.reject(refusal);
  };
  meeting = new MeetingSession({ live: { request, link }, house, phone });
  phone.sounds('flowing');
  tells();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('it is asked for, and told as trouble where it was pressed for and refused', async () => {
  refusal = new LiveError({ code: 'noSpeech', message: 'There is nobody who could.' });
  meeting.wish({ hasCaptions: true, language: 'es' });
  await vi.advanceTimersByTimeAsync(0);
  expect(wishes()).toEqual([{ kind: 'captions', isOn: true, language: 'es', legId: 'leg' }]);
  expect(meeting.view.get()).toMatchObject({ captionLanguage: 'es', languages });
  expect(meeting.view.get().trouble?.message).toContain('There is nobody who could.');
});

test('it is asked for again after a reconnect, once the phone was told anew', async () => {
  meeting.wish({ hasCaptions: true, voice: 'es' });
  asked = [];
  link.set({ status: 'waiting', attempt: 1, untilMs: 0 });
  link.set({ status: 'open' });
  await vi.advanceTimersByTimeAsync(0);
  expect(wishes()).toEqual([]);
  tells();
  await vi.advanceTimersByTimeAsync(0);
  expect(wishes().map(({ kind }) => kind)).toEqual(['captions', 'interpretation']);
});

test('a transcript is begun and ended', async () => {
  await meeting.keepTranscript(true);
  await meeting.keepTranscript(false);
  expect(asked.map(({ kind }) => kind).slice(-2)).toEqual(['startTranscript', 'stopTranscript']);
});

/** A meeting on this window's phone: joined, left, lost and found again. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PageCommand } from '../../../src/wire/live/page-command.ts';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { emptyHouse, type House } from '../live/house.ts';
import { LiveError } from '../live/live-error.ts';
import type { Link } from '../live/live-socket.ts';
import { Store } from '../live/store.ts';
import { MeetingSession } from './meeting-session.ts';
import { groupOf, lineWith, who } from './test-line.ts';
import { TestPeer, TestStream, TestTrack } from './test-peer.ts';
import { TestPhone } from './test-phone.ts';

let phone: TestPhone;
let house: Store<House>;
let link: Store<Link>;
let asked: PageCommand[];
let refusal: LiveError | undefined;
let meeting: MeetingSession;
let peers: TestPeer[];
let media: { getUserMedia: (wanted: MediaStreamConstraints) => Promise<unknown>; getDisplayMedia?: () => Promise<unknown> };

beforeEach(() => {
  vi.useFakeTimers();
  [asked, peers, refusal] = [[], [], undefined];
  media = {
    getUserMedia: ({ video }) =>
      video === undefined ? Promise.reject(new DOMException('none', 'NotFoundError')) : Promise.resolve(new TestStream([new TestTrack()])),
  };
  vi.stubGlobal('MediaStream', TestStream);
  vi.stubGlobal('window', { isSecureContext: true });
  vi.stubGlobal('navigator', { mediaDevices: media });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal(
    'AudioContext',
    class {
      createMediaStreamDestination = (): { stream: TestStream } => ({ stream: new TestStream([new TestTrack()]) });
    },
  );
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [] }) });
  vi.stubGlobal(
    'RTCPeerConnection',
    class extends TestPeer {
      constructor() {
        super();
        peers.push(this);
      }
    },
  );
  phone = new TestPhone();
  house = new Store<House>(emptyHouse);
  link = new Store<Link>({ status: 'open' });
  const request = (command: PageCommand): Promise<unknown> => {
    asked.push(command);
    return refusal === undefined ? Promise.resolve({ legId: 'leg', callId: 'call', answer: 'answer' }) : Promise.reject(refusal);
  };
  meeting = new MeetingSession({ live: { request, link }, house, phone });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const stage = (): string => meeting.view.get().stage;
const kinds = (): readonly string[] => asked.map((each) => ('what' in each ? `${each.kind} ${each.what}` : each.kind));
function tells(...lines: PhoneLine[]): void {
  house.set({ ...emptyHouse, phone: { me: { userId: 'ada', name: 'Ada', number: '201' }, lines, log: [] } });
}
const ada = who('Ada', { isMe: true });
const grace = who('Grace', { hasCamera: true });
async function inMeeting(): Promise<void> {
  await meeting.join('245678', 'secret');
  tells(lineWith({ group: groupOf(ada, grace) }));
  await turn();
}

describe('joining', () => {
  test('goes through the lobby into the meeting, and nothing is sent before', async () => {
    const joined = meeting.join('245678', 'secret');
    expect(stage()).toBe('connecting');
    await joined;
    tells(lineWith({ isInLobby: true, group: groupOf({ ...ada, isInLobby: true }) }));
    await turn();
    expect([stage(), kinds()]).toEqual(['lobby', []]);
    tells(lineWith({ group: groupOf(grace, ada) }));
    await turn();
    expect([stage(), kinds()]).toEqual(['in', ['connectPictures camera']]);
    expect(meeting.view.get().participants.map(({ participantId }) => participantId)).toEqual(['Ada', 'Grace']);
  });

  test('without any microphone means to listen, muted; without a camera, to be seen by name', async () => {
    media.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
    await inMeeting();
    expect(phone.did).toEqual(['joins 245678 secret muted']);
    expect([stage(), kinds(), meeting.view.get().myCamera]).toEqual(['in', [], undefined]);
  });

  test('that is refused says why and is back at the preview; a passcode is asked for', async () => {
    phone.answers = () => {
      phone.view.update((view) => ({ ...view, asksPasscode: '245678', trouble: { message: 'The passcode is wrong.' } }));
      return undefined;
    };
    await meeting.join('245678', 'wrong');
    expect(meeting.view.get()).toMatchObject({ stage: 'preview', asksPasscode: true, trouble: { message: 'The passcode is wrong.' } });
  });

  test('whose line ends before it was taken on says why, at the preview', async () => {
    await meeting.join('999');
    tells(lineWith({ state: 'ended', endedBecause: 'The number 999 belongs to nobody here.', group: undefined }));
    expect(meeting.view.get().trouble?.message).toBe('Joining the meeting failed: The number 999 belongs to nobody here.');
  });

  test('takes up a group call that this window is in, without showing me', async () => {
    phone.sounds('flowing');
    tells(lineWith({ group: { ...groupOf(ada, grace), isMeeting: false } }));
    await turn();
    expect([stage(), kinds()]).toEqual(['in', []]);
  });
});

describe('in the meeting', () => {
  beforeEach(inMeeting);

  test('a picture is asked for when it is wished for', async () => {
    meeting.show([{ participantId: 'Grace', of: 'camera', height: 360 }]);
    await turn();
    peers.at(-1)?.becomes('connected');
    await turn(100);
    expect(asked.at(-1)).toEqual({ kind: 'view', legId: 'leg', slots: [{ slot: 0, participantId: 'Grace', of: 'camera', height: 360 }] });
    expect(meeting.view.get().tiles.map(({ key }) => key)).toEqual(['Grace camera']);
  });

  test('the camera goes off with a word, and on again', async () => {
    await meeting.camera(false);
    expect([kinds().at(-1), meeting.view.get().myCamera]).toEqual(['endPictures camera', undefined]);
    await meeting.camera(true);
    await turn();
    expect(kinds().at(-1)).toBe('connectPictures camera');
  });

  test('a camera that is unplugged is told, and the others see my name', async () => {
    const [track] = (meeting.view.get().myCamera as unknown as TestStream).getTracks();
    (track as TestTrack).unplug();
    await turn();
    expect(kinds().at(-1)).toBe('endPictures camera');
    expect(meeting.preview.get().cameraTrouble).toMatch(/unplugged/);
  });

  test('a screen is shared until the browser ends it', async () => {
    const track = new TestTrack();
    media.getDisplayMedia = () => Promise.resolve(new TestStream([track]));
    expect(await meeting.shareScreen(true)).toBe(true);
    await turn();
    expect([kinds().at(-1), track.contentHint]).toEqual(['connectPictures screen', 'detail']);
    track.unplug();
    await turn();
    expect([kinds().at(-1), meeting.view.get().myScreen]).toEqual(['endPictures screen', undefined]);
  });

  test('a screen that somebody else ended is not shared here any more', async () => {
    const track = new TestTrack();
    media.getDisplayMedia = () => Promise.resolve(new TestStream([track]));
    await meeting.shareScreen(true);
    await turn();
    peers.at(-1)?.becomes('connected');
    tells(lineWith({ group: groupOf({ ...ada, isSharing: true }, grace) }));
    expect(track.isStopped).toBe(false);
    tells(lineWith({ group: groupOf(ada, grace) }));
    await turn();
    expect([track.isStopped, meeting.view.get().myScreen]).toEqual([true, undefined]);
  });

  test('a screen that I may not share is not shared, and the switchboard says why', async () => {
    const track = new TestTrack();
    media.getDisplayMedia = () => Promise.resolve(new TestStream([track]));
    refusal = new LiveError({ code: 'switchboard/not-allowed', message: 'Attendees cannot share their screen.' });
    await meeting.shareScreen(true);
    await turn();
    expect(meeting.view.get().trouble?.message).toBe('Showing your screen failed: Attendees cannot share their screen.');
    expect([track.isStopped, meeting.view.get().myScreen]).toEqual([true, undefined]);
  });

  test('to call sharing off is no trouble; not to be able to is', async () => {
    expect(await meeting.shareScreen(true)).toBe(false);
    expect(meeting.view.get().trouble?.message).toMatch(/cannot share a screen/);
    meeting.dismissTrouble();
    media.getDisplayMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    expect(await meeting.shareScreen(true)).toBe(false);
    expect(meeting.view.get().trouble).toBeUndefined();
  });

  test('what is told of this line is shown, what is told of another is not', () => {
    const message = {
      messageId: '1',
      from: { name: 'Grace', number: '202', kind: 'person' },
      isMine: false,
      text: 'hi',
      sentMs: 0,
    } as const;
    meeting.hear({ kind: 'chat', legId: 'leg', isStart: false, messages: [message] });
    meeting.hear({ kind: 'speakers', legId: 'another', participantIds: ['Bob'] });
    meeting.hear({ kind: 'speakers', legId: 'leg', participantIds: ['Grace'], dominantId: 'Grace' });
    meeting.hear({ kind: 'quality', legId: 'leg', lossUp: 0.2 });
    meeting.hear({ kind: 'notice', legId: 'leg', text: 'Grace raised her hand' });
    const { unreadChat, speakers, dominantId, network, notices } = meeting.view.get();
    expect([unreadChat, [...speakers], dominantId, network]).toEqual([1, ['Grace'], 'Grace', 'bad']);
    expect(notices.map(({ text }) => text)).toEqual(['Grace raised her hand']);
    meeting.readChat();
    expect(meeting.view.get().unreadChat).toBe(0);
  });

  test('a notice goes after a while', async () => {
    meeting.hear({ kind: 'notice', legId: 'leg', text: 'Grace raised her hand' });
    await turn(6_000);
    expect(meeting.view.get().notices).toEqual([]);
  });

  test('who waits is let in once, however often it is pressed, and who waits no longer is no trouble', async () => {
    await Promise.all([meeting.admit(['Bob']), meeting.admit(['Bob'])]);
    expect(kinds().filter((kind) => kind === 'admit')).toHaveLength(1);
    refusal = new LiveError({ code: 'switchboard/wrong-state', message: 'Bob is not in the lobby.' });
    await meeting.admit(['Bob']);
    expect(meeting.view.get().trouble).toBeUndefined();
  });

  test('what is refused is told in words', async () => {
    refusal = new LiveError({ code: 'x', message: 'Only presenters may.', remedy: 'Ask Grace.' });
    await meeting.muteOther('all');
    expect(meeting.view.get().trouble).toEqual({ message: 'Muting failed: Only presenters may.', remedy: 'Ask Grace.' });
    meeting.dismissTrouble();
    expect(meeting.view.get().trouble).toBeUndefined();
  });
});

describe('a network that changes', () => {
  beforeEach(inMeeting);

  test('sound is connected anew, then the pictures, and all is as before', async () => {
    peers[0]?.becomes('connected');
    phone.sounds('failed');
    expect(stage()).toBe('reconnecting');
    await turn();
    expect(phone.did.at(-1)).toBe('renews leg');
    phone.sounds('flowing');
    await turn();
    expect([stage(), peers.length]).toEqual(['reconnecting', 2]);
    peers[1]?.becomes('connected');
    expect([stage(), kinds()]).toEqual(['in', ['connectPictures camera', 'connectPictures camera']]);
  });

  test('pictures are sent anew when the switchboard had the line connected anew', async () => {
    tells(lineWith({ mustReconnect: true, group: groupOf(ada, grace) }));
    expect([stage(), peers[0]?.isClosed]).toEqual(['reconnecting', true]);
    tells(lineWith({ group: groupOf(ada, grace) }));
    await turn();
    expect([stage(), kinds()]).toEqual(['in', ['connectPictures camera', 'connectPictures camera']]);
  });

  test('a page without its connection says so, and what is to be seen is said again', async () => {
    meeting.show([{ participantId: 'Grace', of: 'camera', height: 360 }]);
    await turn();
    peers.at(-1)?.becomes('connected');
    await turn(200);
    link.set({ status: 'waiting', attempt: 1, untilMs: 0 });
    expect(stage()).toBe('reconnecting');
    asked = [];
    link.set({ status: 'open' });
    await turn();
    expect([stage(), kinds()]).toEqual(['in', ['view']]);
  });
});

describe('the end', () => {
  beforeEach(inMeeting);

  test('I leave, everything is let go, and I come back with the same number and passcode', async () => {
    const [track] = (meeting.view.get().myCamera as unknown as TestStream).getTracks();
    await meeting.leave();
    expect([stage(), (track as TestTrack).isStopped, peers[0]?.isClosed]).toEqual(['left', true, true]);
    tells(lineWith());
    expect(stage()).toBe('left');
    phone.answers = () => 'another leg';
    await meeting.rejoin();
    expect(phone.did.at(-1)).toBe('joins 245678 secret muted');
    tells(lineWith({ legId: 'another leg', group: groupOf(ada) }));
    expect(stage()).toBe('in');
  });

  test('the switchboard ends it, and says why', () => {
    tells(lineWith({ state: 'ended', endedBecause: 'Grace ended the meeting.' }));
    expect(meeting.view.get()).toMatchObject({ stage: 'left', endedBecause: 'Grace ended the meeting.', participants: [], tiles: [] });
  });

  test('the program was started anew: the phone knows the end', () => {
    phone.view.update((view) => ({ ...view, sounds: new Map(), ended: lineWith({ state: 'ended', endedBecause: 'Started anew.' }) }));
    expect(meeting.view.get()).toMatchObject({ stage: 'left', endedBecause: 'Started anew.' });
  });
});

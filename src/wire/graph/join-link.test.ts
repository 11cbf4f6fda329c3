/** Join links: every form in which they travel, and nothing that makes the reader throw or dawdle. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { parseJoinLink } from './join-link.ts';

const threadId = '19:meeting_ZDE2Nzg0NjUtYTY0@thread.v2';
const organizer = { id: '5810cede-f3cc-42eb-b2c1-e9bd5d53ec96', tenantId: 'aa67bd4c-8475-432d-bd41-39f255720e0a' };
const context = JSON.stringify({ Tid: organizer.tenantId, Oid: organizer.id });
const encoded = encodeURIComponent;
const path = `/l/meetup-join/${encoded(threadId)}/0?context=${encoded(context)}`;
const long = `https://teams.microsoft.com${path}`;
const meeting = { kind: 'coordinates', threadId, messageId: '0', organizer, cloud: 'global' };

describe('coordinates', () => {
  test.each<[string, string]>([
    ['as Graph gives it', long],
    ['in upper case letters of the host', long.replace('teams.microsoft.com', 'Teams.Microsoft.com')],
    ['with a context that is not encoded', `https://teams.microsoft.com/l/meetup-join/${threadId}/0?context=${context}`],
    ['with spaces in the context', `https://teams.microsoft.com/l/meetup-join/${threadId}/0?context={"Tid": "${organizer.tenantId}", "Oid": "${organizer.id}"}`],
    ['encoded twice', `https://teams.microsoft.com/l/meetup-join/${encoded(encoded(threadId))}/0?context=${encoded(encoded(context))}`],
    ['for guests', `${long}&anon=true`],
    ['with other parameters before', long.replace('?context', '?tenantId=x&context')],
    ['from the launcher', `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encoded(`/_#${path}&anon=true`)}&type=meetup-join&directDl=true`],
    ['from the launcher, absolute', `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encoded(long)}&type=meetup-join`],
    ['in the first web client', `https://teams.microsoft.com/_#${path}`],
    ['in the first web client, encoded', `https://teams.microsoft.com/_%23${path}`],
    ['in the second web client', `https://teams.microsoft.com/v2/?meetingjoin=true#${path}&anon=true&deeplinkId=x`],
    ['on the new host', long.replace('teams.microsoft.com', 'teams.cloud.microsoft')],
    ['for the installed client', `msteams:${path}`],
    ['for the installed client, with two slashes', `msteams:/${path}`],
    ['for the installed client, with a host', `msteams://teams.microsoft.com${path}`],
    ['behind a safe link', `https://nam11.safelinks.protection.outlook.com/?url=${encoded(long)}&data=05%7C01&reserved=0`],
    ['behind a safe link within Teams', `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelink.html?url=${encoded(long)}&locale=en-us`],
    ['behind a safe link around a launcher', `https://eur01.safelinks.protection.outlook.com/?url=${encoded(`https://teams.microsoft.com/dl/launcher/launcher.html?url=${encoded(`/_#${path}`)}`)}`],
    ['behind another filter', `https://urldefense.com/v3/__${long}__;JSUlJQ!!abc$`],
    ['in a mail', `Join here <${long}> or not.`],
    ['in a mail of HTML', `<a href="${long}&amp;anon=true">Join</a>`],
    ['with a full stop after it', `See ${long}.`],
    ['in the light client', `https://teams.microsoft.com/light-meetings/launch?coords=${encoded(Buffer.from(JSON.stringify({ conversationId: threadId, tenantId: organizer.tenantId, messageId: '0', organizerId: organizer.id })).toString('base64'))}`],
  ])('%s', (_, link) => {
    expect(parseJoinLink(link)).toEqual(meeting);
  }); // prettier-ignore

  test.each([
    ['gov.teams.microsoft.us', '19:gcch:meeting_x@thread.v2', 'usGovHigh'],
    ['dod.teams.microsoft.us', '19:dod:meeting_x@thread.v2', 'usGovDod'],
    ['teams.microsoftonline.cn', '19:meeting_x@thread.v2', 'china'],
  ])('of %s', (host, thread, cloud) => {
    const link = `https://${host}/l/meetup-join/${encoded(thread)}/0?context=${encoded(context)}`;
    expect(parseJoinLink(link)).toEqual({ kind: 'coordinates', threadId: thread, messageId: '0', organizer, cloud });
  });

  test('of a meeting in a channel', () => {
    const inChannel = encoded(JSON.stringify({ Tid: organizer.tenantId, Oid: organizer.id, MessageId: '1600000000000' }));
    const link = `https://teams.microsoft.com/l/meetup-join/19%3Aabc%40thread.tacv2/1600000000001?context=${inChannel}`;
    expect(parseJoinLink(link)).toMatchObject({ threadId: '19:abc@thread.tacv2', messageId: '1600000000001', replyChainMessageId: '1600000000000', organizer });
  }); // prettier-ignore

  test.each(['', '?context=', '?context=%7b%22Tid%22%3a%22a', '?context=null', '?context=5', '?context=%ff'])(
    'whose context is cut off (%j) have no organizer',
    (query) => {
      const link = `https://teams.microsoft.com/l/meetup-join/${encoded(threadId)}/0${query}`;
      expect(parseJoinLink(link)).toEqual({ kind: 'coordinates', threadId, messageId: '0', cloud: 'global' });
    },
  );
});

describe('a meeting id', () => {
  test.each<[string, object]>([
    ['https://teams.microsoft.com/meet/2345678901234?p=AbC%2BdEf', { joinMeetingId: '2345678901234', passcode: 'AbC+dEf', cloud: 'global' }],
    ['https://teams.microsoft.com/meet/2345678901234', { joinMeetingId: '2345678901234', cloud: 'global' }],
    ['https://teams.live.com/meet/9312345678901?p=xyz&anon=true', { joinMeetingId: '9312345678901', passcode: 'xyz', cloud: 'consumer' }],
    ['https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F9348548468028%3Fp%3DO0l72J%252B%26anon%3Dtrue&type=meet', { joinMeetingId: '9348548468028', passcode: 'O0l72J+', cloud: 'consumer' }],
    ['https://teams.microsoft.com/v2/?meetingjoin=true#/meet/2345678901234?p=abc', { joinMeetingId: '2345678901234', passcode: 'abc', cloud: 'global' }],
    ['msteams://gov.teams.microsoft.us/meet/123456789?p=abc', { joinMeetingId: '123456789', passcode: 'abc', cloud: 'usGovHigh' }],
    [`https://teams.live.com/light-meetings/launch?coords=${encoded(Buffer.from('{"meetingCode":"9312345678901","passcode":"é"}').toString('base64'))}`, { joinMeetingId: '9312345678901', passcode: 'é', cloud: 'consumer' }],
    ['Meeting ID: 123 456 789 / Passcode: aBc123', { joinMeetingId: '123456789', passcode: 'aBc123' }],
    ['Meeting ID: 264 183 392 744 150\nPasscode: Mt9xB2N6\n____', { joinMeetingId: '264183392744150', passcode: 'Mt9xB2N6' }],
    ['Besprechungs-ID: 264 183 392 744\r\nKennung: Mt9x', { joinMeetingId: '264183392744', passcode: 'Mt9x' }],
    ['264 183 392 744', { joinMeetingId: '264183392744' }],
    ['Microsoft Teams meeting\nJoin: https://teams.microsoft.com/meet/264183392744\nMeeting ID: 264 183 392 744\nPasscode: Mt9x', { joinMeetingId: '264183392744', passcode: 'Mt9x', cloud: 'global' }],
    ['https://dialin.teams.microsoft.com/x?id=1\nMeeting ID: 264 183 392 744', { joinMeetingId: '264183392744' }],
  ])('in %s', (text, expected) => {
    expect(parseJoinLink(text)).toEqual({ kind: 'id', ...expected });
  }); // prettier-ignore

  test('is not taken from the text when a link has the whole meeting', () => {
    expect(parseJoinLink(`${long}\nMeeting ID: 264 183 392 744`)).toEqual(meeting);
  });
});

test.each([
  '', 'hello', 'https://example.com/meet/2345678901234', 'https://teams.microsoft.com/', 'https://teams.microsoft.com/l/chat/19:x@thread.v2/0',
  `https://teams.microsoft.com.evil.test${path}`, `https://evil.test/?url=${encoded(long)}`, 'https://teams.microsoft.com/meet/abc', 'msteams:', 'https://',
  'https://teams.microsoft.com/l/meetup-join/not-a-thread/0', 'https://teams.microsoft.com/dl/launcher/launcher.html', 'https://teams.microsoft.com/light-meetings/launch?coords=!!',
  'https://zoom.us/j/123456789',
])('%j is no meeting', (text) => {
  expect(parseJoinLink(text)).toBeUndefined();
}); // prettier-ignore

test('a launcher that names itself comes to an end', () => {
  let link = long;
  for (let times = 0; times < 12; times++) link = `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encoded(link)}`;
  expect(parseJoinLink(link)).toBeUndefined();
});

test('whatever is wrapped around a link, the same meeting is read', () => {
  const guid = fc.uuid();
  const thread = fc.stringMatching(/^[A-Za-z0-9_-]{8,60}$/).map((name) => `19:meeting_${name}@thread.v2`);
  const wraps: readonly ((link: string) => string)[] = [
    (link) => link,
    (link) => `https://nam02.safelinks.protection.outlook.com/?url=${encoded(link)}&data=x`,
    (link) => `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encoded(link)}&type=meetup-join`,
    (link) => `Please join: <${link}>`,
  ];
  const wrapping = fc.array(fc.nat(wraps.length - 2), { maxLength: 3 });
  for (const seed of proofRounds(1, 50)) {
    fc.assert(
      fc.property(thread, guid, guid, wrapping, fc.boolean(), (threadName, tid, oid, wrapped, isInMail) => {
        const inner = `https://teams.microsoft.com/l/meetup-join/${encoded(threadName)}/0?context=${encoded(JSON.stringify({ Tid: tid, Oid: oid }))}`;
        const link = wrapped.reduce((around, at) => (wraps[at] ?? String)(around), inner);
        const text = isInMail ? (wraps[3] ?? String)(link) : link;
        expect(parseJoinLink(text)).toEqual({ kind: 'coordinates', threadId: threadName, messageId: '0', organizer: { id: oid, tenantId: tid }, cloud: 'global' });
      }),
      { seed, numRuns: 200 },
    ); // prettier-ignore
  }
});

test('nothing makes it throw, and length costs no more than length', () => {
  const pieces = fc.constantFrom(
    'https://teams.microsoft.com', '/l/meetup-join/', '/meet/', '19%3ameeting_', '@thread.v2', '/0', '?context=', '%7b%22Tid%22', '%25', '%', '{', '}', '"', 'Meeting ID: ',
    '1 2 3 4 5 6 7 8 9', 'Passcode: ', 'msteams:', '/dl/launcher/launcher.html?url=', 'https://x.safelinks.protection.outlook.com/?url=', '/light-meetings/launch?coords=', '&amp;', '#', ' ', '\n', '://', '__;', 'https://urldefense.com/v3/__',
  ); // prettier-ignore
  const text = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 25 }).map((parts) => parts.join(''));
  for (const seed of proofRounds(1, 100)) {
    fc.assert(
      fc.property(text, (made) => {
        const found = parseJoinLink(made);
        if (found?.kind === 'id') expect(found.joinMeetingId).toMatch(/^\d{6,20}$/);
        if (found?.kind === 'coordinates') expect(found.threadId).toMatch(/^19:/);
      }),
      { seed, numRuns: 1_000 },
    );
  }
  // A reader that takes the square of the length would not come back from these.
  for (const repeated of [
    'https:',
    '1 ',
    'Meeting ID: ',
    '%25',
    '/meet/',
    'url=',
    '&amp;',
    'https://teams.microsoft.com/l/meetup-join/',
    '__',
  ]) {
    parseJoinLink(repeated.repeat(1_000_000 / repeated.length));
  }
});

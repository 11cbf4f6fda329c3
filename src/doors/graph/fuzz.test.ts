import { expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { seededRandom, type Random } from '../../base/random.ts';
import { bookOf, meeting } from '../../switchboard/test-house.ts';
import { commands } from './calls/commands.ts';
import { metadataOnly } from './calls/metadata-only.ts';
import { answerBody, apps, atDesk, testDoor, type TestDoor } from './test-door.ts';

const grace = { identity: { user: { id: 'grace' } } };
const prompt = { mediaInfo: { uri: 'http://localhost/a.wav', resourceId: 'a' } };
const callOptions = { hideBotAfterEscalation: true, isDeltaRosterEnabled: true, isContentSharingNotificationEnabled: true };
const mediaConfig = { ...answerBody.mediaConfig, preFetchMedia: [prompt.mediaInfo], removeFromDefaultAudioGroup: false };

/** Good bodies, by the end of the path; of several any. `P` stands for a participant, `L` for a call of the app, `C` for a call. */
const bodies: Readonly<Record<string, readonly unknown[]>> = {
  calls: [
    { ...answerBody, targets: [grace], requestedModalities: ['audio'], callOptions, ringingTimeoutInSeconds: 20 },
    { ...answerBody, targets: [grace, { identity: { user: { id: 'ada' } } }, { identity: { application: { id: 'echo' } } }], subject: 'x' },
    { ...answerBody, targets: [{ identity: { phone: { id: '202' } } }], tenantId: 'tenant-1', mediaConfig },
    { ...answerBody, meetingInfo: { joinMeetingId: '5550100' }, source: { identity: { guest: { displayName: 'Visitor' } } } },
    {
      ...answerBody,
      chatInfo: { threadId: '19:meeting_weekly@thread.v2' },
      meetingInfo: { organizer: { user: { id: 'ada' } } },
      callOptions,
    },
    { ...answerBody, meetingInfo: { token: 'eyJhbGciOiJub25lIn0.e30.' } },
  ],
  logteleconferencedevicequality: [
    {
      quality: {
        callChainId: 'C',
        participantId: 'P',
        mediaLegId: 'L',
        deviceName: 'd',
        deviceDescription: 'd',
        mediaQualityList: [{ '@odata.type': '#microsoft.graph.teleconferenceDeviceAudioQuality', channelIndex: 1, mediaDuration: 'PT1S' }],
      },
    },
  ],
  answer: [answerBody, { ...answerBody, callOptions, mediaConfig, participantCapacity: 3 }],
  reject: [{ reason: 'busy' }],
  redirect: [{ targets: [grace], timeout: 20, maskCaller: false }],
  transfer: [
    { transferTarget: { identity: { application: { id: 'echo' } } } },
    { transferTarget: { ...grace, replacesCallId: 'L' }, transferee: { participantId: 'P', identity: {} } },
    { transferTarget: grace, transferee: { identity: { user: { id: 'ada' } } } },
  ],
  playprompt: [{ prompts: [prompt], loop: true, clientContext: 'x' }],
  recordresponse: [{ stopTones: ['#'], maxRecordDurationInSeconds: 5, bargeInAllowed: true, prompts: [prompt] }],
  senddtmftones: [{ tones: ['tone1', 'star'], delayBetweenTonesMs: 10 }],
  startrecording: [{ clientContext: 'x' }, {}],
  stoprecording: [{ clientContext: 'x' }, {}],
  updaterecordingstatus: [{ status: 'recording', clientContext: 'x' }],
  invite: [{ participants: [grace], clientContext: 'x' }, { participants: [{ ...grace, replacesCallId: 'L' }] }],
  muteall: [{ participants: ['P'] }, {}],
  startholdmusic: [{ customPrompt: prompt }, {}],
  audioroutinggroups: [{ routingMode: 'multicast', sources: ['P'], receivers: ['P'] }],
};
const anywhere: readonly unknown[] = [{ clientContext: 'x' }, { routingMode: 'oneToOne', sources: ['P'] }, undefined];
const queries = [
  '',
  '',
  '?$select=id',
  '?$top=1&$skip=1&$count=true',
  "?$filter=isMuted eq true and id eq 'x'",
  '?$filter=%00(',
  '?$top=x',
  '?$cheese',
];
const oddities: readonly unknown[] = [null, 0, -1, 1e99, '', 'x', true, [], {}, [null], { '@odata.type': 7 }, '💥'.repeat(50), { __proto__: null }]; // prettier-ignore

type Chance = { readonly random: Random; readonly pick: <T>(from: readonly T[]) => T };

function spoilt(value: unknown, chance: Chance): unknown {
  const { random, pick } = chance;
  if (random.unit() < 0.05) return pick(oddities);
  if (Array.isArray(value)) return value.map((each) => spoilt(each, chance));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [random.unit() < 0.03 ? `${name}x` : name, spoilt(each, chance)]));
}

/** Puts ids that are there in the place of the letters that stand for them. */
function named(t: TestDoor, value: unknown, { pick }: Chance): unknown {
  const calls = t.h.switchboard.calls();
  const legs = calls.flatMap((call) => call.legs);
  const ids: Readonly<Record<string, readonly string[]>> = {
    P: legs.map(({ participantId }) => participantId),
    L: legs.filter(({ kind }) => kind === 'app').map(({ legId }) => legId),
    C: calls.map(({ callId }) => callId),
  };
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' && ids[each] ? pick([...ids[each], 'x']) : each,
  );
}

/** Somebody does something meanwhile: takes a call, hangs up, or time goes by. */
async function meanwhile(t: TestDoor, { random, pick }: Chance): Promise<void> {
  const people = t.h.switchboard.calls().flatMap(({ legs }) => legs.filter((leg) => leg.kind === 'person'));
  const leg = people.length > 0 ? pick(people) : undefined;
  const chance = random.unit();
  if (chance < 0.1) await t.h.clock.advance(3_000);
  if (!leg || chance > 0.5) return;
  if (chance < 0.15) t.h.switchboard.hangUp(leg);
  const taken = t.h.switchboard.answer({ ...leg, pageId: `page-${leg.userId}` });
  if (taken.ok) await t.h.engine.connect({ roomId: taken.callId, legId: leg.legId, offer: '' });
}

test.each(proofRounds(4, 200))('no command makes the door fail, and no call is left behind (seed %i)', async (seed) => {
  const random = seededRandom(seed);
  const chance: Chance = { random, pick: (from) => from[Math.floor(random.unit() * from.length)] as never };
  const { pick } = chance;
  const t = testDoor({ apps, meetings: bookOf(meeting('organization')), settings: { metadataOnly: 'serve' }, seed });
  const all = [...Object.keys(commands), ...metadataOnly];
  const statuses = new Set<number>();
  for (let round = 0; round < 150; round++) {
    if (round % 15 === 0) await atDesk(t).catch(() => undefined);
    const [method = '', template = ''] = (random.unit() < 0.15 ? 'POST /communications/calls' : pick(all)).split(' ');
    if (method === 'DELETE' && random.unit() < 0.8) continue;
    const own = t.h.switchboard.calls().flatMap(({ legs }) => legs.filter((leg) => leg.kind === 'app' && leg.appId === 'desk'));
    const callId = own.length > 0 ? pick(own).legId : 'x';
    const item = named(t, 'P', chance) as string;
    const path = template.replace('/communications/calls', '').replace('{id}', callId).replace('{id}', item);
    const body = pick(bodies[template.split('/').at(-1) ?? ''] ?? anywhere);
    const sent = method === 'GET' || method === 'DELETE' || body === undefined ? undefined : spoilt(named(t, body, chance), chance);
    const root = pick(['/beta/communications/calls', '/v1.0/communications/calls', '/beta/app/calls']);
    const response = await t.command(method, `${path}${method === 'GET' ? pick(queries) : ''}`, sent, { root });
    expect(response.status, `${method} ${path} ${JSON.stringify(sent)}: ${await response.clone().text()}`).not.toBe(500);
    statuses.add(response.status);
    await meanwhile(t, chance);
  }
  for (const usual of [200, 201, 400, 404, 405]) expect(statuses).toContain(usual);
  await t.h.clock.advance(50 * 60_000);
  for (const { legs } of t.h.switchboard.calls()) for (const leg of legs) if (leg.kind === 'person') t.h.switchboard.hangUp(leg);
  await t.h.clock.advance(60_000);
  expect(t.h.switchboard.calls()).toEqual([]);
  expect([...t.h.engine.rooms]).toEqual([]);
});

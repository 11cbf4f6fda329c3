/** What the door says by a code is what our own table reads in it. */
import { expect, test } from 'vitest';
import type { LegEnd } from '../../../switchboard/call.ts';
import type { TaskEnd } from '../../../switchboard/media-task.ts';
import { explainResult } from '../../../wire/graph/explain/explain-result.ts';
import type { ResultInfo } from '../../../wire/graph/call.ts';
import { defaultSettings } from '../settings.ts';
import { callEndInfo, callEnds, failedInfo, inviteFailedInfo, succeeded, taskEndInfo, transferFailedInfo } from './result-info.ts';

/** All that is told of a code, which must be documented somewhere. */
function told({ code, subcode }: ResultInfo): string {
  const { happened, causes, source } = explainResult(code, subcode);
  expect(source, `${String(code)}/${String(subcode)}`).not.toMatch(/^not documented/);
  return [happened, ...causes].join(' ');
}

const ends: Readonly<Record<LegEnd, RegExp>> = {
  hungUp: /^The bot hung up/,
  otherHungUp: /^Everybody else has hung up/,
  cancelled: /hung up.*before anybody answered/,
  declined: /hung up/,
  otherDeclined: /^The other side declined/,
  nobodyAnswered: /rang, and nobody answered/,
  otherRejected: /rejected the call/,
  otherUnreachable: /^The other side cannot be reached/,
  takenElsewhere: /taken by another/,
  noAnswer: /did not answer an incoming call/,
  forwarded: /forwarded/,
  rejected: /bot rejected/,
  redirected: /redirected/,
  transferred: /put through/,
  unreachable: /cannot be reached/,
  unknownNumber: /no way to route/,
  pageLost: /hung up/,
  otherLost: /lost the network/,
  keepAliveMissed: /45 minutes/,
  mediaFailed: /^Sound .* was lost/,
  engineLost: /^Sound .* was lost/,
  removed: /^Another participant removed the bot/,
  lobbyDenied: /removed the bot/,
  lobbyTimedOut: /^Nobody let the bot in from the lobby/,
  lastOneLeft: /^Only one participant was left/,
  nobodyJoined: /^Nobody joined/,
  onlyAppsLeft: /Only bots were left/,
  othersLeft: /^Everybody else/,
  closed: /^The service had an internal fault/,
};

test.each(Object.keys(callEnds) as LegEnd[])('the end %s is explained as what it is', (as) => {
  expect(told(callEndInfo(as, 'Because.', defaultSettings.callEnds))).toMatch(ends[as]);
});

test.each<readonly [LegEnd, RegExp]>([
  ['declined', /declined the call/],
  ['noAnswer', /nobody answered/],
  ['rejected', /rejected the call/],
  ['unreachable', /cannot be reached/],
])('an invitation that came to nothing by %s is explained as what it is', (as, words) => {
  expect(told(inviteFailedInfo(as, defaultSettings.callEnds))).toMatch(words);
});

const recorded = (because: Extract<TaskEnd, { outcome: 'recorded' }>['because']): ResultInfo =>
  taskEndInfo('record', { outcome: 'recorded', because, wav: new Uint8Array(), durationMs: 0 }, defaultSettings.results).resultInfo;

test.each<readonly [string, ResultInfo, RegExp]>([
  ['a stop tone', recorded('stopTone'), /^A stop tone ended the recording/],
  ['silence after speech', recorded('maxSilence'), /^Recording ended because the caller was silent/],
  ['silence from the beginning', recorded('initialSilence'), /^Nobody said anything/],
  ['the longest duration', recorded('maxDuration'), /longest duration/],
  ['cancellation', taskEndInfo('play', { outcome: 'cancelled' }, defaultSettings.results).resultInfo, /was cancelled/],
  ['success', succeeded, /as it should/],
  ['a prompt that is not there', failedInfo({ kind: 'download', message: '' }, defaultSettings.results), /could not be fetched/],
  ['a prompt of another kind', failedInfo({ kind: 'format', message: '' }, defaultSettings.results), /not of the right kind/],
  ['a sound process that failed', failedInfo({ kind: 'media', message: '' }, defaultSettings.results), /internal fault/],
  ['a transfer that failed', transferFailedInfo('Because.'), /was not put through/],
])('%s is explained as what it is', (_, info, words) => {
  expect(told(info)).toMatch(words);
});

import { expect, test } from 'vitest';
import type { CallFact, CallNews } from '../switchboard/call-fact.ts';
import type { Party } from '../switchboard/directory.ts';
import { botNoteOf, noteOf } from './call-notes.ts';

const ada: Party = { kind: 'person', id: 'ada', tenantId: 't', name: 'Ada', number: '201' };
const desk: Party = { kind: 'app', id: 'desk', tenantId: 't', name: 'front desk', number: '100' };
const nobody: Party = { kind: 'nobody', id: '999', tenantId: 't', name: '999', number: '999' };
const legId = 'leg';

test.each<[CallNews, string, string, 'good' | 'bad' | 'neutral']>([
  [{ type: 'callStarted', from: ada, to: desk }, 'ada', 'Ada dials 100', 'neutral'],
  [{ type: 'legRang', legId, party: desk, because: 'dial' }, 'desk', 'front desk is rung', 'neutral'],
  [{ type: 'legAnswered', legId, party: desk }, 'desk', 'front desk takes the call', 'good'],
  [{ type: 'legConnected', legId, party: ada }, 'ada', 'Ada has sound', 'good'],
  [{ type: 'legMuted', legId, party: ada, isMuted: true }, 'ada', 'Ada is muted', 'neutral'],
  [{ type: 'legMuted', legId, party: ada, isMuted: false }, 'ada', 'Ada is heard again', 'neutral'],
  [{ type: 'keyPressed', legId, party: ada }, 'ada', 'Ada presses a key', 'neutral'],
  [{ type: 'transferStarted', legId, party: desk, target: ada }, 'desk', 'front desk puts the caller through to Ada', 'neutral'],
  [{ type: 'transferFailed', legId, party: desk, because: 'busy' }, 'switchboard', 'The transfer did not come about', 'bad'],
  [{ type: 'taskStarted', legId, party: desk, operationId: 'o', task: 'play' }, 'switchboard', 'A prompt begins', 'neutral'],
  [{ type: 'becameGroup', threadId: 't' }, 'switchboard', 'It is a group call from here on', 'neutral'],
  [{ type: 'becameGroup', threadId: 't', meetingId: 'm' }, 'switchboard', 'A meeting begins', 'neutral'],
  [{ type: 'legInLobby', legId, party: ada, isInLobby: true }, 'ada', 'Ada waits in the lobby', 'neutral'],
  [{ type: 'legInLobby', legId, party: ada, isInLobby: false }, 'ada', 'Ada is let in', 'neutral'],
  [{ type: 'legOnHold', legId, party: ada, isOnHold: true }, 'ada', 'Ada is on hold', 'neutral'],
  [{ type: 'legMoved', legId, party: ada, otherCallId: 'd', isHere: true }, 'ada', 'Ada comes from another call', 'neutral'],
  [{ type: 'recordingStatus', legId, party: desk, status: 'recording' }, 'desk', 'front desk says of its recording: recording', 'neutral'],
  [
    { type: 'taskStarted', legId, party: desk, operationId: 'o', task: 'sendKeys' },
    'switchboard',
    'The pressing of keys begins',
    'neutral',
  ],
  [task('record', 'maxSilence'), 'switchboard', 'The recording ends: maxSilence', 'neutral'],
  [task('play', 'failed', 'no WAV'), 'switchboard', 'The prompt ends: failed', 'bad'],
  [{ type: 'botFailed', legId, party: desk, because: 'nobody listens' }, 'desk', 'The bot front desk failed', 'bad'],
  [
    { type: 'announced', name: 'number-unknown', because: '999' },
    'switchboard',
    'The caller hears the announcement “number-unknown”',
    'bad',
  ],
  [{ type: 'legEnded', legId, party: ada, as: 'hungUp', because: 'Ada hung up.' }, 'ada', 'Ada has left', 'neutral'],
  [{ type: 'callEnded', because: 'Ada hung up.' }, 'switchboard', 'The call is over', 'neutral'],
] as [CallNews, string, string, 'good' | 'bad' | 'neutral'][])('%j', (news, at, title, tone) => {
  const note = noteOf({ version: 1, callId: 'c', atMs: 5, ...news });
  expect(note).toMatchObject({ atMs: 5, at: { id: at }, title, tone });
});

test('why something failed stands with it, and a number of nobody is the switchboard’s matter', () => {
  const rung: CallFact = { version: 1, callId: 'c', atMs: 1, type: 'legRang', legId, party: nobody, because: 'dial' };
  expect(noteOf(rung)?.at).toMatchObject({ kind: 'switchboard' });
  const failed = noteOf({ version: 1, callId: 'c', atMs: 1, ...task('play', 'failed', 'no WAV') });
  expect(failed?.detail).toBe('no WAV');
});

test('what the bot’s own program tells: what it threw, and that it never answered', () => {
  const at = { id: 'desk', tenantId: 't', name: 'front desk', kind: 'bot' } as const;
  const common = { callId: 'c', atMs: 7 };
  expect(botNoteOf({ ...common, kind: 'botFailed', error: 'no order book', stack: 'at desk.ts:3' }, at)).toEqual({
    atMs: 7,
    at,
    title: 'The code of front desk threw',
    detail: 'no order book\nat desk.ts:3',
    tone: 'bad',
  });
  expect(botNoteOf({ ...common, kind: 'botFailed', error: 'no order book', stack: undefined }, at)?.detail).toBe('no order book');
  expect(botNoteOf({ ...common, kind: 'neverAnswered', message: 'It came to its end.' }, at)).toMatchObject({ tone: 'bad' });
  expect(botNoteOf({ ...common, kind: 'callOver', reason: { code: 0, subcode: 0, message: '' } }, at)).toBeUndefined();
});

function task(what: 'play' | 'record', outcome: string, problem?: string): CallNews {
  return { type: 'taskEnded', legId, party: desk, operationId: 'o', task: what, outcome, problem };
}

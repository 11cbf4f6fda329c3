import type { Call, Participant, PlayPromptOperation } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { differences } from './conforms.ts';
import { propertiesOf, readCsdl, refOf } from './csdl.ts';
import { undeclared } from './deviations.ts';

const csdl = readCsdl();
const of = (value: unknown, type: string, isPartial = false): readonly string[] => differences(csdl, value, refOf(type), { isPartial });

test('the table is read whole', () => {
  expect([csdl.types.size, csdl.enums.size, [...csdl.actions.values()].flat().length]).toEqual([84, 34, 37]);
  expect([...propertiesOf(csdl, 'graph.call').keys()]).toContain('id');
  expect(csdl.actions.get('mute')?.map(({ boundTo }) => boundTo.name)).toEqual(['graph.call', 'graph.participant']);
});

test('what Microsoft’s own types allow is accepted', () => {
  const call = { id: '1', callbackUri: 'https://bot.example/', state: 'established', mediaState: { audio: 'active' } } satisfies Call;
  const participant = {
    id: 'p',
    info: { identity: { user: { id: 'u', displayName: 'Ada' } } },
    isInLobby: false,
    isMuted: true,
  } satisfies Participant;
  expect(of(call, 'graph.call')).toEqual([]);
  expect(of([participant], 'Collection(graph.participant)')).toEqual([]);
});

test('what differs is told with its place', () => {
  expect(of({ id: '1' }, 'graph.call')).toEqual(['$.callbackUri: missing']);
  expect(of({ id: '1' }, 'graph.call', true)).toEqual([]);
  expect(of({ state: 'Established' }, 'graph.call', true)).toEqual(['$.state: "Established" is no graph.callState']);
  expect(of({ states: 1 }, 'graph.call', true)).toEqual(['$.states: undeclared in graph.call']);
  expect(of({ toneInfo: { sequenceId: '1', tone: 'tone1' } }, 'graph.call', true)).toEqual(['$.toneInfo.sequenceId: "1" is no Edm.Int64']);
  expect(of({ callbackUri: null }, 'graph.call', true)).toEqual(['$.callbackUri: null, and may not be']);
  expect(of({ mediaConfig: {} }, 'graph.call', true)).toEqual([
    '$.mediaConfig: graph.mediaConfig is abstract, and @odata.type names no other',
  ]);
  expect(of({ mediaConfig: { '@odata.type': '#microsoft.graph.mediaInfo' } }, 'graph.call', true)).toContain(
    '$.mediaConfig: graph.mediaInfo is no graph.mediaConfig',
  );
});

test('the wire has statuses in lower case, though Microsoft’s types have not', () => {
  const declared = { id: 'o', status: 'Running' } satisfies PlayPromptOperation;
  expect(of(declared, 'graph.playPromptOperation')).toEqual(['$.status: "Running" is no graph.operationStatus']);
  expect(of({ id: 'o', status: 'running' }, 'graph.playPromptOperation')).toEqual([]);
});

test('a deviation is known only where it is needed', () => {
  for (const [type, names] of Object.entries(undeclared)) {
    expect(csdl.types.has(type), type).toBe(true);
    for (const name of Object.keys(names)) expect(propertiesOf(csdl, type).has(name), `${type}.${name}`).toBe(false);
  }
});

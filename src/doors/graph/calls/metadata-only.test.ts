import { expect, test } from 'vitest';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { commands } from './commands.ts';
import { metadataOnly, metadataReads } from './metadata-only.ts';
import { documentedCommand } from '../permissions.ts';
import { apps, atDesk, publicUrl, testDoor, type TestDoor } from '../test-door.ts';

function asked(t: TestDoor, command: string, callId: string, itemId = 'x'): Promise<Response> {
  const [method = '', template = ''] = command.split(' ');
  const path = template.replace('/communications/calls', '').replace('{id}', callId).replace('{id}', itemId);
  return t.command(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});
}

test('none of them is documented, or served otherwise', () => {
  for (const command of metadataOnly) {
    const [method = '', template = ''] = command.split(' ');
    expect([command, documentedCommand(method, template), commands[command]]).toEqual([command, undefined, undefined]);
  }
});

test.each([...metadataOnly])('%s is refused with 405, and with what the path does take', async (command) => {
  const t = testDoor({ apps });
  const response = await asked(t, command, await atDesk(t));
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.code]).toEqual([405, 'MethodNotAllowed']);
  expect(error.message).toContain("is in Graph's metadata, but not among its documented operations.");
  const [, template = ''] = command.split(' ');
  const takes = Object.keys(commands).filter((each) => each.endsWith(` ${template}`)).map((each) => each.replace(/ .*/, '')); // prettier-ignore
  expect(response.headers.get('allow')).toBe(takes.toSorted((a, b) => a.localeCompare(b)).join(', '));
});

test.each([...metadataOnly].filter((command) => metadataReads[command] === undefined))(
  '%s is refused though the reads are served',
  async (command) => {
    const t = testDoor({ apps, settings: { metadataOnly: 'serve' } });
    expect((await asked(t, command, await atDesk(t))).status).toBe(405);
  },
);

test.each([
  ['GET /communications/calls/$count', '1'],
  ['GET /communications/calls/{id}/audioroutinggroups/$count', '0'],
  ['GET /communications/calls/{id}/contentsharingsessions/$count', '0'],
  ['GET /communications/calls/{id}/operations/$count', '0'],
  ['GET /communications/calls/{id}/participants/$count', '2'],
] as const)('served, %s says %s in plain text', async (command, count) => {
  const t = testDoor({ apps, settings: { metadataOnly: 'serve' } });
  const response = await asked(t, command, await atDesk(t));
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/plain', count]);
});

test('served, an app lists its own calls and no others', async () => {
  const t = testDoor({ apps, settings: { metadataOnly: 'serve' } });
  const callId = await atDesk(t);
  const own = (await (await t.command('GET', '?$select=id,state')).json()) as object;
  expect(own).toEqual({
    '@odata.context': `${publicUrl.origin}/v1.0/$metadata#communications/calls(id,state)`,
    value: [{ '@odata.type': '#microsoft.graph.call', id: callId, state: 'established' }],
  });
  expect(await (await t.command('GET', '', undefined, { appId: 'echo' })).json()).toMatchObject({ value: [] });
});

test('served, operations are read while they run and when they have ended, and go a while after their call', async () => {
  const t = testDoor({ apps, settings: { metadataOnly: 'serve' } });
  const callId = await atDesk(t);
  const response = await t.command('POST', `/${callId}/recordResponse`, { clientContext: 'mine' });
  const { id } = (await response.json()) as { id: string };
  const location = response.headers.get('location') ?? '';
  const read = async (): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${await t.token()}` };
    return (await (await t.door.fetch(new Request(location, { headers }))).json()) as Record<string, unknown>;
  };
  expect(await read()).toMatchObject({
    '@odata.context': `${publicUrl.origin}/v1.0/$metadata#communications/calls('${callId}')/operations/$entity`,
    '@odata.type': '#microsoft.graph.recordOperation',
    id,
    status: 'running',
    clientContext: 'mine',
  });
  await t.command('POST', `/${callId}/cancelMediaProcessing`, {});
  expect(await read()).toMatchObject({ id, status: 'failed', resultInfo: { code: 400, subcode: 8508 } });
  expect(await (await t.command('GET', `/${callId}/operations`)).json()).toMatchObject({
    value: [{ id }, { '@odata.type': '#microsoft.graph.cancelMediaProcessingOperation', status: 'completed' }],
  });
  const unknown = await t.command('GET', `/${callId}/operations/x`);
  expect([unknown.status, ((await unknown.json()) as ErrorBody).error.code]).toEqual([404, 'NotFound']);
  await t.command('DELETE', `/${callId}`);
  expect(await read()).toMatchObject({ id, status: 'failed' });
  await t.h.clock.advance(31_000);
  expect(await read()).toMatchObject({ error: { code: '8522' } });
});

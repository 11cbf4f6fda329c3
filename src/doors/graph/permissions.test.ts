import { expect, test } from 'vitest';
import { commands } from './calls/commands.ts';
import { metadataReads } from './calls/metadata-only.ts';
import type { Caller } from './identity/access-token.ts';
import { aliases, checkMayCall, checkTenant, documentedCommand, isDocumentedPath, knownPermissions, type CallKind } from './permissions.ts';

test.each([
  ['POST', '/communications/calls/{id}/recordresponse', ['Calls.AccessMedia.All']],
  ['POST', '/communications/calls/{id}/playprompt', ['Calls.AccessMedia.All', 'Calls.Initiate.All']],
  ['POST', '/communications/calls/{id}/transfer', ['Calls.Initiate.All']],
] as const)('%s %s is opened by %j', (method, path, permissions) => {
  expect(documentedCommand(method, path)?.permissions).toEqual(permissions);
});

test('every command that is served has a row of permissions, or the name of the row that counts for it', () => {
  const hasRow = (command: string): boolean => {
    const [method = '', path = ''] = command.split(' ');
    return documentedCommand(method, path) !== undefined;
  };
  for (const command of [...Object.keys(commands), ...Object.keys(metadataReads)]) {
    const alias = aliases[command];
    if (alias === undefined) expect(hasRow(command), command).toBe(true);
    else expect([hasRow(command), alias === 'open' || hasRow(alias)], command).toEqual([false, true]);
  }
  expect(Object.keys(aliases).filter((each) => aliases[each] === 'open')).toEqual(['POST /communications/calls/{id}/reject']);
  expect(isDocumentedPath('/communications/calls/{id}/whistle')).toBe(false);
});

const caller = (...roles: string[]): Caller => ({ appId: 'desk', tenantId: 'tenant-1', roles });
const calls = '/communications/calls';

test.each<[string, string, CallKind | undefined, string, boolean]>([
  ['POST', calls, 'toOne', 'Calls.Initiate.All', true],
  ['POST', calls, 'toOne', 'Calls.InitiateGroupCall.All', false],
  ['POST', calls, 'group', 'Calls.InitiateGroupCall.All', true],
  ['POST', calls, 'group', 'Calls.Initiate.All', false],
  ['POST', calls, 'meeting', 'Calls.JoinGroupCall.All', true],
  ['POST', calls, 'meeting', 'Calls.JoinGroupCallAsGuest.All', false],
  ['POST', calls, 'meetingAsGuest', 'Calls.JoinGroupCallAsGuest.All', true],
  ['POST', calls, undefined, 'Calls.Initiate.All', true],
  ['POST', `${calls}/{id}/answer`, 'toOne', '', true],
  ['POST', `${calls}/{id}/answer`, 'meeting', '', false],
  ['POST', `${calls}/{id}/answer`, 'meeting', 'Calls.JoinGroupCall.All', true],
  ['POST', `${calls}/{id}/reject`, undefined, '', true],
  ['POST', `${calls}/{id}/recordresponse`, undefined, 'Calls.Initiate.All', false],
  ['POST', `${calls}/{id}/record`, undefined, 'Calls.Initiate.All', false],
  ['POST', `${calls}/{id}/record`, undefined, 'Calls.AccessMedia.All', true],
  ['POST', `${calls}/{id}/participants/invite`, undefined, 'Calls.Initiate.All', false],
  ['GET', `${calls}/{id}/operations/{id}`, undefined, '', false],
  ['GET', `${calls}/{id}/operations/{id}`, undefined, 'Calls.AccessMedia.All', true],
])('%s %s (%s) with “%s”: %s', (method, path, kind, role, isOpen) => {
  const asking = (): void => checkMayCall({ method, path, kind }, caller(...(role ? [role] : [])));
  if (isOpen) expect(asking).not.toThrow();
  else expect(asking).toThrow(expect.objectContaining({ code: 'graph-door/forbidden', message: expect.stringMatching(/^Insufficient enterprise tenant permissions.*It needs /) as string })); // prettier-ignore
});

test('a call of another tenant is not for the token; letters of either size are the same', () => {
  expect(() => checkTenant(caller(), 'TENANT-1')).not.toThrow();
  expect(() => checkTenant(caller(), undefined)).not.toThrow();
  expect(() => checkTenant(caller(), 'tenant-2')).toThrow(expect.objectContaining({ code: 'graph-door/other-tenant' }));
});

test('every permission that opens a command can be granted, and is called what Entra calls it', () => {
  expect(knownPermissions).toContain('Calls.AccessMedia.All');
  for (const permission of knownPermissions) expect(permission).toMatch(/^[A-Z]\w+(\.\w+)+$/);
});

import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { documentedCommand, isDocumentedPath } from './permissions.ts';

test.each([
  ['POST', '/communications/calls/{id}/recordresponse', ['Calls.AccessMedia.All']],
  ['POST', '/communications/calls/{id}/playprompt', ['Calls.AccessMedia.All', 'Calls.Initiate.All']],
  ['POST', '/communications/calls/{id}/transfer', ['Calls.Initiate.All']],
] as const)('%s %s is opened by %j', (method, path, permissions) => {
  expect(documentedCommand(method, path)?.permissions).toEqual(permissions);
});

test('what is served is documented, under the same path', () => {
  // Rejecting needs no permission, so the table has no row for it.
  const rows = Object.keys(commands).filter((each) => !each.endsWith('/reject'));
  for (const row of rows) {
    const [method = '', path = ''] = row.split(' ');
    expect(documentedCommand(method, path), row).toBeDefined();
  }
  expect(isDocumentedPath('/communications/calls/{id}/whistle')).toBe(false);
});

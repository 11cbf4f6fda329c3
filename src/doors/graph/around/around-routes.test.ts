import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aroundPermissions } from './around-permissions.ts';
import { aroundCommands, aroundRouteOf } from './around-routes.ts';

describe('a path leads to its operation', () => {
  test.each([
    ['/v1.0/users/ada', '/users/{id}', ['ada']],
    ['/beta/Users/Ada/OnlineMeetings/', '/users/{id}/onlinemeetings', ['Ada']],
    ["/v1.0/users('o''hara')/onlineMeetings('m%3D')", '/users/{id}/onlinemeetings/{id}', ["o'hara", 'm=']],
    ['/v1.0/users/ada/onlineMeetings/createOrGet', '/users/{id}/onlinemeetings/createorget', ['ada']],
    ['/v1.0/users/ada/presence/microsoft.graph.setPresence', '/users/{id}/presence/setpresence', ['ada']],
    ['/app/onlineMeetings', '/communications/onlinemeetings', []],
    ['/v1.0/users/$count', '/users/$count', []],
    ['/v1.0/$batch', '/$batch', []],
    ['/v1.0/me/presence', '/me', []],
    ['/v1.0/users/a%2Fb', '/users/{id}', ['a/b']],
  ])('%s', (path, template, ids) => {
    expect(aroundRouteOf(path)).toMatchObject({ template, ids });
  });

  test('a function has its values', () => {
    const path = "/v1.0/users/ada/onlineMeetings/getAllTranscripts(meetingOrganizerUserId='a,b',startDateTime=2026-01-01T00:00:00Z)";
    expect(aroundRouteOf(path)?.args).toEqual({ meetingorganizeruserid: 'a,b', startdatetime: '2026-01-01T00:00:00Z' });
  });

  test.each(['/v1.0', '/', '/v1.0/cats', '/v1.0/users/ada/cats', '/v1.0/communications/calls/x', '/recordings/x'])(
    '%s leads nowhere',
    (path) => {
      expect(aroundRouteOf(path)).toBeUndefined();
    },
  );
});

test('every operation that is served or refused stands in the docs, and none that is not there', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/graph-surroundings.md'), 'utf8');
  const listed = [...text.matchAll(/`((?:GET|POST|PATCH|DELETE) \/[^`]*)`/g)].map((match) => match[1] ?? '');
  const known = [...Object.keys(aroundCommands), ...aroundPermissions.map(({ method, template }) => `${method} ${template}`)];
  expect(new Set(listed)).toEqual(new Set(known));
});

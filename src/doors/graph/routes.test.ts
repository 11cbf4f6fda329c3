import { expect, test } from 'vitest';
import { routeOf } from './routes.ts';

test.each([
  ['/v1.0/communications/calls', '/communications/calls', undefined],
  ['/beta/app/calls/ID', '/communications/calls/{id}', 'ID'],
  ['/v1.0/communications/calls/ID/microsoft.graph.PlayPrompt', '/communications/calls/{id}/playprompt', 'ID'],
  ['/v1.0/communications/calls/ID/participants/invite', '/communications/calls/{id}/participants/invite', 'ID'],
  ['/v1.0/communications/calls/ID/participants/P/mute', '/communications/calls/{id}/participants/{id}/mute', 'ID'],
  ['/v1.0/communications/calls/logTeleconferenceDeviceQuality', '/communications/calls/logteleconferencedevicequality', undefined],
  ['/communications/calls/ID/keepAlive', '/communications/calls/{id}/keepalive', 'ID'],
  ["/v1.0/communications/calls('ID')", '/communications/calls/{id}', 'ID'],
  ["/beta/app/Calls(%27ID%27)/participants('P')/mute", '/communications/calls/{id}/participants/{id}/mute', 'ID'],
  ["/v1.0/communications/calls('I''D')/microsoft.graph.answer", '/communications/calls/{id}/answer', "I'D"],
] as const)('%s → %s', (path, template, callId) => {
  expect(routeOf(path)).toMatchObject({ kind: 'command', template });
  expect(routeOf(path)).toHaveProperty('callId', callId);
});

test('a key in brackets is an id, whatever it is called', () => {
  const template = '/communications/calls/{id}/participants/{id}';
  expect(routeOf("/v1.0/communications/calls('$count')/participants('invite')")).toMatchObject({
    template,
    callId: '$count',
    itemId: 'invite',
  });
});

test.each([
  ['/t/oauth2/v2.0/token', 'token'],
  ['/t/v2.0/.well-known/openid-configuration', 'tenantDocument'],
  ['/t/discovery/v2.0/keys', 'keys'],
  ['/v1/.well-known/OpenIdConfiguration', 'notificationDocument'],
  ['/v1/.well-known/keys', 'keys'],
  ['/recordings/x', 'recording'],
  ['/v1.0/me/messages', 'elsewhere'],
  ['/v2.0/communications/calls', undefined],
  ['/index.html', undefined],
] as const)('%s is %s', (path, kind) => {
  expect(routeOf(path)?.kind).toBe(kind);
});

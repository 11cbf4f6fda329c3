import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../../../base/virtual-clock.ts';
import { MeetingTokens } from './meeting-tokens.ts';
import { defaultSettings } from '../settings.ts';
import { signed, SigningKeys } from '../identity/signing-keys.ts';
import { sharedKeys } from '../test-door.ts';

function keysOn(clock: VirtualClock): SigningKeys {
  return new SigningKeys({ store: sharedKeys, clock, rotation: defaultSettings, onError: () => undefined });
}

async function prepared(): Promise<{ tokens: MeetingTokens; clock: VirtualClock; keys: SigningKeys }> {
  const clock = virtualClock();
  const keys = keysOn(clock);
  const tokens = new MeetingTokens(keys, clock);
  await tokens.prepare();
  return { tokens, clock, keys };
}

const desk = { appId: 'desk', tenantId: 'tenant-1' };

test('a token leads back to its conversation for 24 hours', async () => {
  const { tokens, clock } = await prepared();
  const token = tokens.make('meeting-1', desk) ?? '';
  expect(await tokens.read(token, 'desk')).toBe('meeting-1');
  const { iss, aud, exp = 0, nbf = 0, ...claims } = decodeJwt(token);
  expect([iss, aud, exp - nbf]).toEqual(['https://api.botframework.com', 'https://api.botframework.com', 86_400]);
  expect(claims).toMatchObject({ appId: 'desk', tid: 'tenant-1' });
  await clock.advance(86_401_000);
  await expect(tokens.read(token, 'desk')).rejects.toThrow(/expired/);
});

test('the same token serves for an hour, another app has another', async () => {
  const { tokens, clock } = await prepared();
  const token = tokens.make('meeting-1', desk);
  expect(tokens.make('meeting-1', desk)).toBe(token);
  expect(tokens.make('meeting-2', desk)).not.toBe(token);
  expect(tokens.make('meeting-1', { ...desk, appId: 'echo' })).not.toBe(token);
  await clock.advance(3_600_000);
  expect(tokens.make('meeting-1', desk)).not.toBe(token);
});

test('a token of another app, of another key, of another kind or of nobody is refused', async () => {
  const { tokens, clock, keys } = await prepared();
  await expect(tokens.read(tokens.make('m', desk) ?? '', 'echo')).rejects.toThrow(/another application/);
  const iss = 'https://api.botframework.com';
  const notification = await signed(await keys.key(), clock, { iss, aud: 'desk' }, 1_000);
  for (const token of [notification, 'x', '', 'a.b.c', `${tokens.make('m', desk) ?? ''}x`])
    await expect(tokens.read(token, 'desk')).rejects.toMatchObject({ code: 'graph-door/bad-request' });
});

test('before the key is there, there is no token', () => {
  const clock = virtualClock();
  expect(new MeetingTokens(keysOn(clock), clock).make('m', desk)).toBeUndefined();
});

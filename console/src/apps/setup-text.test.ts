/** Variables and configuration of a bot, as they are pasted. */
import { expect, test } from 'vitest';
import type { AppSetup } from '../../../src/wire/live/apps.ts';
import { carrierText, environmentText, withSecret } from './setup-text.ts';

const setup = {
  proxy: 'http://127.0.0.1:4400',
  environment: { MicrosoftAppId: 'a-1', MicrosoftAppPassword: '(the secret)', SSL_CERT_FILE: "/it's here/ca.pem" },
  carrier: { appId: 'a-1', secret: '(the secret)', tokenUrl: 'http://127.0.0.1:4400/t' },
} as unknown as AppSetup;

test('a secret that is still known stands in its places, and nowhere else', () => {
  const text = environmentText(withSecret(setup, 's3cret'));
  expect(text).toBe("MicrosoftAppId=a-1\nMicrosoftAppPassword=s3cret\nSSL_CERT_FILE='/it'\\''s here/ca.pem'");
  expect(carrierText(withSecret(setup, "s'x"))).toContain("secret: 's\\'x',");
});

test('one that is not known is told to be hidden', () => {
  expect(environmentText(withSecret(setup, undefined))).toContain("MicrosoftAppPassword='(the secret)'");
});

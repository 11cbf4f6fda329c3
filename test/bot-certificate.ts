/** A throw-away certificate for a bot or for a server of this machine, with its key. */
import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { serverCertificate } from '../src/tls/certificate.ts';

const generate = promisify(generateKeyPair);

export type BotCertificate = {
  readonly pem: string;
  readonly keyPem: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
};

/** RSA; vouched for by nobody that anybody knows. */
export async function botCertificate({
  bits = 2048,
  from = '2025-01-01',
  to = '2035-01-01',
}: { bits?: number; from?: string; to?: string } = {}): Promise<BotCertificate> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: bits });
  const issuerKey = await generate('ec', { namedCurve: 'P-256' });
  const dates = { fromMs: Date.parse(from), untilMs: Date.parse(to) };
  const facts = {
    subject: 'a bot',
    issuer: 'nobody',
    serial: Buffer.concat([Buffer.of(1), randomBytes(8)]),
    ...dates,
    publicKey,
    issuerKey,
  };
  const pem = serverCertificate(facts, ['localhost', '127.0.0.1']);
  return { pem, keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, publicKey, privateKey };
}

/** A self-signed certificate for tests, written out by hand (RFC 5280 §4.1), so that nothing but `node:crypto` is needed. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export type TestCertificate = { readonly base64: string; readonly privateKey: KeyObject };

export function testCertificate(key: { readonly bits: number } | 'ec' = { bits: 2048 }): TestCertificate {
  const { privateKey, publicKey } = key === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: key.bits }); // prettier-ignore
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const oid = key === 'ec' ? '06082a8648ce3d040302' : '06092a864886f70d01010b0500';
  const algorithm = tagged(0x30, Buffer.from(oid, 'hex'));
  const name = tagged(0x30, tagged(0x31, tagged(0x30, Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('test')))));
  const validity = tagged(0x30, tagged(0x17, Buffer.from('260101000000Z')), tagged(0x17, Buffer.from('360101000000Z')));
  const body = tagged(0x30, tagged(0x02, Buffer.from([1])), algorithm, name, validity, name, spki);
  const signature = sign('sha256', body, privateKey);
  const der = tagged(0x30, body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  return { base64: der.toString('base64'), privateKey };
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

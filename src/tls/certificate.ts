/** Writes and signs X.509 certificates (RFC 5280) for this machine: an authority that may vouch for a few names only, and leaves for them. */
import { createHash, sign, type KeyObject } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { bits, boolean, integer, octets, oid, sequence, set, tagged, text, time } from './der.ts';

type CertificateFacts = {
  /** At most 64 characters each (RFC 5280 appendix A, ub-common-name). */
  readonly subject: string;
  readonly issuer: string;
  /** 1 to 20 bytes; never the same twice from one issuer. */
  readonly serial: Uint8Array;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly publicKey: KeyObject;
  readonly issuerKey: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
};

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const serverAuth = oid('1.3.6.1.5.5.7.3.1');

/** An authority signed by itself: good for TLS servers of these names alone, and for no authority below it. PEM. */
export function authorityCertificate(facts: CertificateFacts, names: readonly string[]): string {
  return certificate(facts, [
    extension('2.5.29.19', sequence(boolean(true), integer(Buffer.of(0))), 'critical'),
    extension('2.5.29.15', bits(Buffer.of(0b0000_0100), 2), 'critical'),
    extension('2.5.29.37', sequence(serverAuth)),
    extension('2.5.29.30', sequence(tagged(0xa0, ...names.map(permittedSubtree))), 'critical'),
  ]);
}

/** What a TLS server of these names shows. PEM. */
export function serverCertificate(facts: CertificateFacts, names: readonly string[]): string {
  return certificate(facts, [
    extension('2.5.29.19', sequence(), 'critical'),
    extension('2.5.29.15', bits(Buffer.of(0b1000_0000), 7), 'critical'),
    extension('2.5.29.37', sequence(serverAuth)),
    extension('2.5.29.17', sequence(...names.map(generalName))),
  ]);
}

/** How a name that an authority may vouch for stands in its name constraints (RFC 5280 §4.2.1.10). A host name stands for those below it too. */
export function permittedSubtree(name: string): Buffer {
  return sequence(ipaddr.isValid(name) ? tagged(0x87, addressBytes(name), addressBytes(name).fill(0xff)) : generalName(name));
}

/** A host name as dNSName, an address as iPAddress (RFC 5280 §4.2.1.6). */
function generalName(name: string): Buffer {
  return ipaddr.isValid(name) ? tagged(0x87, addressBytes(name)) : tagged(0x82, Buffer.from(name, 'ascii'));
}

function addressBytes(address: string): Buffer {
  return Buffer.from(ipaddr.parse(address).toByteArray());
}

function certificate(facts: CertificateFacts, extensions: readonly Buffer[]): string {
  const { subject, issuer, serial, fromMs, untilMs, publicKey, issuerKey } = facts;
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(fromMs), time(untilMs)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octets(keyIdentifier(publicKey))),
        extension('2.5.29.35', sequence(tagged(0x80, keyIdentifier(issuerKey.publicKey)))),
      ),
    ),
  );
  const signature = sign('sha256', content, { key: issuerKey.privateKey, dsaEncoding: 'der' });
  const base64 = sequence(content, ecdsaWithSha256, bits(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), text(commonName))));
}

function extension(id: string, value: Buffer, weight?: 'critical'): Buffer {
  return sequence(oid(id), ...(weight === undefined ? [] : [boolean(true)]), octets(value));
}

/** RFC 7093 §2, method 1, taken over the whole key info: any value will do that differs with the key. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

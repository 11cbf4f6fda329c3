/** Certificates of apps, by which they sign what they say of themselves. */
import { X509Certificate } from 'node:crypto';
import type { Random } from '../../../base/random.ts';
import type { AppCredential } from '../../../switchboard/directory.ts';

export type CertificateCredential = AppCredential & { readonly kind: 'certificate' };

/** Thrown where a certificate cannot serve; the message says why, and what would. */
export class CertificateFault extends Error {
  readonly code = 'graph-door/bad-certificate';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CertificateFault';
  }
}

/** The first certificate of a PEM file; a private key beside it is left where it is. Throws a `CertificateFault`. */
export function certificateCredential(pem: string, random: Random): CertificateCredential {
  const [block] = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (block === undefined) throw new CertificateFault('There is no “BEGIN CERTIFICATE” in it: a certificate in PEM is wanted.');
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block);
  } catch (cause) {
    throw new CertificateFault('The certificate in it cannot be read.', { cause });
  }
  const { publicKey, fingerprint, fingerprint256, validTo } = certificate;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== 'rsa' || bits < 2048)
    throw new CertificateFault('Its key must be RSA with at least 2048 bits: assertions are signed with RS256 or PS256.');
  return {
    kind: 'certificate',
    keyId: random.uuid(),
    sha1: base64url(fingerprint),
    sha256: base64url(fingerprint256),
    pem: `${block}\n`,
    endsMs: Date.parse(validTo),
  };
}

/** `AB:CD:…` as it stands in a token's header. */
function base64url(fingerprint: string): string {
  return Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
}

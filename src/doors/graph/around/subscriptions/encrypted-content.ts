/** A changed resource, sealed for one app. Source: Graph docs, change-notifications-with-resource-data. */
import { constants, createCipheriv, createHmac, publicEncrypt, X509Certificate } from 'node:crypto';
import type { EncryptedContent } from '../../../../wire/graph/subscription.ts';
import type { Random } from '../../../../base/random.ts';
import type { Certificate } from './subscription.ts';

/** AES-256 in CBC mode with PKCS7 padding under a key for this once; its first half is the initialization vector; the key itself under RSA-OAEP (SHA-1). */
export function encryptedContent(resource: object, { certificateId, der }: Certificate, random: Random): EncryptedContent {
  const certificate = new X509Certificate(Buffer.from(der, 'base64'));
  const key = random.bytes(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const data = Buffer.concat([cipher.update(JSON.stringify(resource), 'utf8'), cipher.final()]);
  const sealed = publicEncrypt({ key: certificate.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, key);
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: sealed.toString('base64'),
    encryptionCertificateId: certificateId,
    encryptionCertificateThumbprint: certificate.fingerprint.replaceAll(':', ''),
  };
}

/** The certificate as DER in base64; or why it cannot serve. Who issued it does not matter. */
export function certificateDer(text: string): { readonly der: string } | { readonly why: string } {
  const base64 = text.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  // Exported as PEM and encoded once more, as many samples do.
  const once = Buffer.from(base64, 'base64');
  const raw = once.toString('latin1').includes('-----BEGIN') ? Buffer.from(once.toString('latin1').replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64') : once; // prettier-ignore
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(raw);
  } catch {
    return { why: 'it is no X.509 certificate in base64' };
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (asymmetricKeyType !== 'rsa') return { why: `its key is ${asymmetricKeyType ?? 'unknown'}; RSA is needed` };
  if (bits < 2048 || bits > 4096) return { why: `its key has ${String(bits)} bits; 2048 to 4096 are needed` };
  return { der: raw.toString('base64') };
}

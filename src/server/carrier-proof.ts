/** By what a bot proves itself to its carrier: the secret of its configuration, or the certificate and the key that it names. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AppCredential } from '../platforms/graph/credential.ts';
import type { CarrierConfig } from './carrier-config.ts';
import { ServerError } from './errors.ts';

/** Throws a `ServerError` (`server/bad-config`) when a file cannot be read, when certificate and key do not fit, or its time is over. */
export async function proofFor(
  { secret, certificate: file, certificateKey: keyFile = file }: CarrierConfig,
  { name, nowMs }: { readonly name: string; readonly nowMs: number },
): Promise<AppCredential> {
  if (file === undefined || keyFile === undefined) return { secret: secret ?? '' };
  const wrong = (what: string, remedy: string, cause?: unknown): ServerError =>
    new ServerError('server/bad-config', `The carrier of "${name}" cannot be signed in to: ${what}`, remedy, { cause });
  const read = async (path: string): Promise<string> =>
    readFile(path, 'utf8').catch((cause: unknown) => {
      throw wrong(`${path} cannot be read (${messageOf(cause)}).`, 'Name a PEM file that is there.', cause);
    });
  const certificate = certificateIn(await read(file));
  if (!certificate) throw wrong(`${file} holds no certificate.`, 'It has to be PEM, with a line BEGIN CERTIFICATE.');
  const key = keyIn(await read(keyFile));
  if (key instanceof Error) {
    const remedy = 'It has to be PEM and without a passphrase: openssl pkcs8 -topk8 -nocrypt makes one. Where it is in a file of its own, name that as certificateKey.'; // prettier-ignore
    throw wrong(`${keyFile} holds no key that can be read (${key.message}).`, remedy, key);
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw wrong(`the key in ${keyFile} is not RSA.`, 'Make a certificate with an RSA key; Entra takes no other.');
  if (!certificate.checkPrivateKey(key))
    throw wrong(`the key in ${keyFile} is not that of the certificate in ${file}.`, 'Name the key with which the certificate was made.');
  if (Date.parse(certificate.validTo) <= nowMs)
    throw wrong(`the certificate in ${file} ended on ${certificate.validTo}.`, 'Make a new one, and upload it to the app registration.');
  return { certificate: { certificate: certificate.toString(), privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string } };
}

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function keyIn(pem: string): KeyObject | Error {
  const [block] = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?-----END \1PRIVATE KEY-----/.exec(pem) ?? [];
  if (block === undefined) return new Error('there is no line BEGIN PRIVATE KEY');
  try {
    return createPrivateKey(block);
  } catch (error) {
    return new Error(messageOf(error), { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

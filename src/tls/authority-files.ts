/** Where the local certificate authority lies: its certificate for whoever shall trust it, its key for its owner alone. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlsError } from './errors.ts';

const certificateName = 'rollcall-ca.pem';
const keyName = 'rollcall-ca.key';

type AuthorityFiles = {
  readonly certificate: X509Certificate;
  readonly privateKey: KeyObject;
  /** Set when others could read the key before it was closed to them just now. */
  readonly wasOpen: boolean;
};

/** The path of the certificate in a folder. */
export function certificateFile(folder: string): string {
  return join(folder, certificateName);
}

/** The certificate of an authority that is there; undefined when there is none, or only a part of one. */
export async function readCertificate(folder: string): Promise<X509Certificate | undefined> {
  const pem = await content(certificateFile(folder));
  try {
    return pem === undefined ? undefined : new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Certificate and key; undefined unless both are there and belong together, as after a crash in the middle of writing. */
export async function readAuthority(folder: string): Promise<AuthorityFiles | undefined> {
  const certificate = await readCertificate(folder);
  const pem = await content(join(folder, keyName));
  if (!certificate || pem === undefined) return undefined;
  const wasOpen = await closeToOthers(join(folder, keyName));
  try {
    const privateKey = createPrivateKey(pem);
    return certificate.checkPrivateKey(privateKey) ? { certificate, privateKey, wasOpen } : undefined;
  } catch {
    return undefined;
  }
}

/** Each file is written whole or not at all; the certificate, which others are told of, last. */
export async function writeAuthority(
  folder: string,
  { certificate, key }: { readonly certificate: string; readonly key: string },
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rm(certificateFile(folder), { force: true });
    await writeWhole(join(folder, keyName), key, 0o600);
    await writeWhole(certificateFile(folder), certificate, 0o644);
  } catch (cause) {
    throw failed(`${folder} cannot be written to`, cause);
  }
}

/** Deletes key and certificate for good; says whether there was anything. Removing twice is calm. */
export async function removeAuthority(folder: string): Promise<boolean> {
  const was = (await content(certificateFile(folder))) ?? (await content(join(folder, keyName)));
  await rm(folder, { recursive: true, force: true }).catch((cause: unknown) => {
    throw failed(`${folder} cannot be deleted`, cause);
  });
  return was !== undefined;
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, text, { mode, flag: 'wx' });
  await rename(unfinished, file);
}

async function content(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw failed(`${file} cannot be read`, cause);
  });
}

/** Windows has no such modes; there the folder is the user's own. */
async function closeToOthers(file: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  try {
    if (((await stat(file)).mode & 0o077) === 0) return false;
    await chmod(file, 0o600);
    return true;
  } catch (cause) {
    throw failed(`${file} cannot be closed to others`, cause);
  }
}

function failed(what: string, cause: unknown): TlsError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TlsError('tls/failed', `The local certificate authority: ${what} (${why}).`, 'See to it that the folder is yours.', { cause });
}
